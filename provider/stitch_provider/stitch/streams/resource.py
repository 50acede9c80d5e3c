"""The resource class that both selections share: plan, apply, read and destroy the selection of streams of one source.

`stitch_stream_selection` has the settings of one stream, `stitch_stream_selections` those of any number of streams. The
resources differ in how their models hold the settings and in their computed attributes.
"""

from __future__ import annotations

from abc import abstractmethod
from contextlib import suppress
from typing import TYPE_CHECKING, Generic, TypeVar

from msgspec.structs import replace

from stitch_provider.connect import NotFoundError
from stitch_provider.stitch import timeouts
from stitch_provider.stitch.ids import to_number
from stitch_provider.stitch.parent_source import SOURCE_ID, unknown_source
from stitch_provider.stitch.provider_data import ProviderData
from stitch_provider.stitch.streams import discovery, operations, private_state
from stitch_provider.stitch.streams.operations import Change
from stitch_provider.stitch.streams.planned_stream import quoted
from stitch_provider.stitch.streams.selection import same_fields
from stitch_provider.stitch.streams.settings import SERVICE_DECIDES
from stitch_provider.stitch.streams.writable_checks import advice, attribute_of
from stitch_provider.terraform.resource import (
    ApplyResponse,
    CreateRequest,
    DeleteRequest,
    PlanRequest,
    PlanResponse,
    ReadRequest,
    ReadResponse,
    Resource,
    UpdateRequest,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from stitch_provider.connect import ConnectError
    from stitch_provider.stitch.explaining import Explanation
    from stitch_provider.stitch.streams.discovery import Discovered
    from stitch_provider.stitch.streams.selection import KnownStream
    from stitch_provider.stitch.streams.selection_model import SelectionModel
    from stitch_provider.stitch.streams.selections_model import SelectionsModel
    from stitch_provider.stitch.streams.settings import StreamSettings
    from stitch_provider.terraform.diagnostics import Diagnostic
    from stitch_provider.terraform.values.path import Path
    from stitch_provider.terraform.values.value import Value

M = TypeVar("M", bound="SelectionModel | SelectionsModel")


class SelectionResource(Resource[M, ProviderData], Generic[M]):
    """Streams of one source: wait for their discovery, write them together, find drift, deselect them."""

    path: Path
    """Where an error is shown that concerns no stream in particular."""

    @abstractmethod
    def settings(self, model: M) -> Mapping[str, StreamSettings]:
        """The settings of the streams that a model selects, without those that are unknown."""

    @abstractmethod
    def with_settings(self, model: M, settings: Mapping[str, StreamSettings]) -> M:
        """The model with other settings of some of its streams."""

    @abstractmethod
    def settings_path(self, name: str) -> Path:
        """Where the settings of a stream are."""

    def stream_path(self, name: str) -> Path:
        """Where a stream is named."""
        return self.settings_path(name)

    @abstractmethod
    def label(self, model: M) -> str:
        """The streams in a message, such as "streams of source 731905"."""

    @abstractmethod
    def computed(self, planned: M, prior: M | None, known: Mapping[str, KnownStream]) -> M:
        """The plan with the computed attributes that are no settings, as far as they are known.

        What the change of a stream affects is known if the stream is in `known`: never in a plan, always in an apply.
        """

    @abstractmethod
    def refreshed(self, state: M, found: Discovered, known: Mapping[str, KnownStream]) -> M | None:
        """The state after a read that found `known`; None where nothing of it exists any more."""

    def deselects_others(self, model: M) -> bool:
        """Whether all other streams of the source are deselected."""
        return False

    def begins_to_deselect_others(self, planned: M, prior: M | None) -> bool:
        """Whether they are deselected by this change, and were not before."""
        return self.deselects_others(planned) and not (prior is not None and self.deselects_others(prior))

    async def warn(self, provider: ProviderData, request: PlanRequest[M], planned: M) -> tuple[Diagnostic, ...]:
        """What a plan warns of besides the settings of its streams."""
        return ()

    def identify(self, state: M) -> Mapping[str, Value]:
        """The attributes of the state that identify it. Streams do not show their account."""
        return {name: getattr(state, name, None) for name in self.identity.attributes}

    async def plan(self, request: PlanRequest[M], provider: ProviderData | None) -> PlanResponse[M]:
        """Check the streams that change. What does not change costs no call.

        What Stitch decides about a change is unknown. Terraform repeats the plan at the apply, and both plans must be
        the same although something may have changed in Stitch: a column was added, or the streams are discovered again.
        """
        planned, prior = request.proposed, request.prior
        if prior is not None:
            if planned == prior or self.identify(planned) != self.identify(prior):
                return PlanResponse(planned=planned, private=request.private)
            planned = self._with_prior_fields(planned, prior)
        changes = self._changes(request.config, planned, prior)
        checked, diagnostics = await operations.preview(provider, planned.source_id, changes)
        if provider is not None:
            diagnostics += await self.warn(provider, request, planned)
        return PlanResponse(
            planned=self.computed(planned, prior, {}),
            private=private_state.with_checked(request.private, checked),
            diagnostics=tuple(dict.fromkeys(diagnostics)),
        )

    async def read(self, request: ReadRequest[M], provider: ProviderData) -> ReadResponse[M] | None:
        """Find drift of what is declared. While Stitch discovers a source again, its state is kept."""
        state = request.state
        source_id, settings = to_number(str(state.source_id), SOURCE_ID), self.settings(state)
        with provider.explaining(f"read {self.label(state)}"), suppress(NotFoundError):
            found = await discovery.list_streams(provider, source_id, settings)
            known = await operations.observe(provider, source_id, found.streams, settings)
            refreshed = self.refreshed(state, found, known)
            return None if refreshed is None else ReadResponse(state=refreshed, private=request.private)
        return None

    async def create(self, request: CreateRequest[M], provider: ProviderData) -> ApplyResponse[M]:
        provider = provider.within(timeouts.limit(request.plan.timeouts, "create"))
        return await self._apply(provider, request, None)

    async def update(self, request: UpdateRequest[M], provider: ProviderData) -> ApplyResponse[M]:
        provider = provider.within(timeouts.limit(request.plan.timeouts, "update"))
        return await self._apply(provider, request, request.prior)

    async def delete(self, request: DeleteRequest[M], provider: ProviderData) -> Iterable[Diagnostic]:
        state = request.state
        provider = provider.within(timeouts.limit(state.timeouts, "delete"))
        source_id = to_number(str(state.source_id), SOURCE_ID)
        with provider.explaining(f"deselect {self.label(state)}"):
            return await operations.deselect(provider, source_id, self.settings(state))

    async def _apply(
        self, provider: ProviderData, request: CreateRequest[M] | UpdateRequest[M], prior: M | None
    ) -> ApplyResponse[M]:
        plan, planned = request.plan, self.settings(request.plan)
        before = {} if prior is None else self.settings(prior)
        number, missing = to_number(str(plan.source_id), SOURCE_ID), unknown_source(plan.source_id)
        reselects = operations.claim(provider, number, planned)
        changes = self._changes(request.config, plan, prior, private_state.checked(request.private))
        leaving = before.keys() - planned.keys() - private_state.imported(request.private)
        begins = self.begins_to_deselect_others(plan, prior)
        if prior is not None and not (changes or leaving or reselects or begins):
            return ApplyResponse(state=plan, private={})
        verb = "select" if any(each.planned.selected for each in changes.values()) else "deselect"

        def refine(failure: ConnectError, explanation: Explanation) -> Explanation:
            unknown = [self.stream_path(name) for name in failure.invalid_streams if name in planned]
            if unknown:
                return replace(explanation, path=unknown[0])
            if failure.refused_metadata:
                return self._not_accepted(attribute_of(failure.refused_metadata[0]), changes, explanation)
            return explanation

        def deselects(name: str) -> bool:
            return name in leaving or (self.deselects_others(plan) and name not in planned)

        with provider.explaining(f"{verb} {self.label(plan)}", path=self.path, missing=missing, refine=refine):
            known, diagnostics = await operations.apply(
                provider, number, changes, deselects=deselects, reselects=reselects
            )
        state = self.with_settings(plan, {name: each.settings for name, each in known.items()})
        return ApplyResponse(state=self.computed(state, prior, known), private={}, diagnostics=diagnostics)

    def _with_prior_fields(self, planned: M, prior: M) -> M:
        """The plan with the prior `fields` of each stream where they mean the same, so that it shows no change."""
        before = self.settings(prior)
        kept = {
            name: replace(settings, fields=before[name].fields)
            for name, settings in self.settings(planned).items()
            if name in before and same_fields(settings.fields, before[name].fields)
        }
        return self.with_settings(planned, kept)

    def _changes(self, config: M, planned: M, prior: M | None, checked: Collection[str] = ()) -> Mapping[str, Change]:
        """The streams to create or change, by tap_stream_id."""
        before = {} if prior is None else self.settings(prior)
        configured = self.settings(config)
        changes = {}
        for name, settings in self.settings(planned).items():
            if settings == before.get(name):
                continue
            written = configured.get(name, settings)
            left_out = {attribute: None for attribute in SERVICE_DECIDES if getattr(written, attribute) is None}
            changes[name] = Change(
                planned=settings,
                declared=replace(settings, **left_out),
                before=replace(before[name], **left_out) if name in before else None,
                stream_path=self.stream_path(name),
                settings_path=self.settings_path(name),
                checked=name in checked,
            )
        return changes

    def _not_accepted(self, attribute: str, changes: Mapping[str, Change], explanation: Explanation) -> Explanation:
        """The explanation of a refused attribute, at the one stream that can have caused it if it is only one."""
        names = [name for name, change in changes.items() if getattr(change.declared, attribute, None) is not None]
        if not names:
            return explanation
        path = self.settings_path(names[0]).attribute(attribute) if len(names) == 1 else self.path
        streams = f"The stream {quoted(names)}" if len(names) == 1 else f"At least one of the streams {quoted(names)}"
        return replace(explanation, path=path, advice=f"{streams} does not accept {attribute}. {advice(attribute)}")
