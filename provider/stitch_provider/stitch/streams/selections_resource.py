"""The resource `stitch_stream_selections`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeVar

from msgspec.structs import replace

from stitch_provider.connect import NotFoundError
from stitch_provider.stitch import importing
from stitch_provider.stitch.attributes import composite_identity
from stitch_provider.stitch.ids import to_number
from stitch_provider.stitch.parent_source import SOURCE_ID, get_source, missing_at_plan, unknown_source
from stitch_provider.stitch.streams import private_state
from stitch_provider.stitch.streams.collection import STREAMS_BY_SOURCE, SourceStreams
from stitch_provider.stitch.streams.planned_stream import quoted
from stitch_provider.stitch.streams.resource import SelectionResource
from stitch_provider.stitch.streams.selection import KnownStream, is_selected, observed, selects_same
from stitch_provider.stitch.streams.selections_model import DESELECT, SCHEMA, SelectionsModel, shown
from stitch_provider.stitch.streams.settings import StreamSettings
from stitch_provider.terraform.diagnostics import Diagnostic, warning
from stitch_provider.terraform.resource import ImportRequest, ReadResponse
from stitch_provider.terraform.values.path import Path
from stitch_provider.terraform.values.value import Unknown

if TYPE_CHECKING:
    from stitch_provider.stitch.provider_data import ProviderData
    from stitch_provider.stitch.streams.discovery import Discovered
    from stitch_provider.terraform.resource import PlanRequest, Private

V = TypeVar("V")

_STREAMS = Path.of("streams")


class StreamSelectionsResource(SelectionResource[SelectionsModel]):
    """Any number of streams of a source."""

    type_name = STREAMS_BY_SOURCE.type_name
    schema = SCHEMA
    identity = composite_identity(source_id="Id of the source, a string of digits.")
    model = SelectionsModel
    path = _STREAMS

    def settings(self, model: SelectionsModel) -> Mapping[str, StreamSettings]:
        return {name: each for name, each in _map(model.streams).items() if isinstance(each, StreamSettings)}

    def with_settings(self, model: SelectionsModel, settings: Mapping[str, StreamSettings]) -> SelectionsModel:
        return replace(model, streams={**_map(model.streams), **settings}) if settings else model

    def settings_path(self, name: str) -> Path:
        return _STREAMS.key(name)

    def label(self, model: SelectionsModel) -> str:
        return f"streams of source {model.source_id}"

    def deselects_others(self, model: SelectionsModel) -> bool:
        return model.unlisted_streams == DESELECT

    def computed(
        self, planned: SelectionsModel, prior: SelectionsModel | None, known: Mapping[str, KnownStream]
    ) -> SelectionsModel:
        if isinstance(planned.source_id, str):
            planned = replace(planned, id=planned.source_id)
        settings = self.settings(planned)
        if isinstance(planned.streams, Unknown) or len(settings) < len(planned.streams):
            return planned
        if any(isinstance(each.fields, Unknown) for each in settings.values()):
            return planned  # which streams have replicated_fields is not known
        now = shown(known)
        ids, fields = now["stream_ids"], now["replicated_fields"]
        if prior is not None:
            before = self.settings(prior)
            same = {
                name: each
                for name, each in _map(prior.replicated_fields).items()
                if name in settings and selects_same(settings[name], before.get(name))
            }
            ids, fields = {**_map(prior.stream_ids), **ids}, {**same, **fields}
        return replace(
            planned,
            stream_ids={name: ids.get(name, Unknown()) for name in settings},
            replicated_fields={
                name: fields.get(name, Unknown()) for name, each in settings.items() if each.fields is not None
            },
        )

    def refreshed(self, state: SelectionsModel, found: Discovered, known: Mapping[str, KnownStream]) -> SelectionsModel:
        """The streams as they are, and others that are selected where these are to be deselected.

        Streams that Stitch has yet to discover again are kept.
        """
        settings = self.settings(state)
        unlisted = {
            name: KnownStream(stream=stream, settings=observed(stream, StreamSettings()))
            for name, stream in found.streams.items()
            if self.deselects_others(state) and name not in settings and is_selected(stream)
        }
        refreshed = shown({**known, **unlisted})
        if not found.complete:
            for attribute, values in refreshed.items():
                before = _map(getattr(state, attribute))
                kept = {name: each for name, each in before.items() if name not in known}
                refreshed[attribute] = {**kept, **values}
        return replace(state, **refreshed)

    async def warn(
        self, provider: ProviderData, request: PlanRequest[SelectionsModel], planned: SelectionsModel
    ) -> tuple[Diagnostic, ...]:
        """Name the selected streams that are not listed, where the apply deselects or leaves them unexpectedly."""
        prior = request.prior
        if isinstance(planned.source_id, Unknown) or isinstance(planned.streams, Unknown):
            return ()
        if self.begins_to_deselect_others(planned, prior):
            return await self._deselected(provider, planned)
        if prior is None or self.deselects_others(planned):
            return ()
        return self._left_selected(request.private, planned, prior)

    async def _deselected(self, provider: ProviderData, planned: SelectionsModel) -> tuple[Diagnostic, ...]:
        """The streams that `unlisted_streams` is about to deselect. No plan shows them."""
        number, missing = to_number(str(planned.source_id), SOURCE_ID), unknown_source(planned.source_id)
        with provider.explaining(f"plan {self.label(planned)}", path=SOURCE_ID):
            try:
                streams = (await provider.connect.streams.list(number)).all()
            except NotFoundError:
                return (missing_at_plan(missing),)
        listed = _map(planned.streams)
        names = sorted(each.tap_stream_id for each in streams if is_selected(each) and each.tap_stream_id not in listed)
        if not names:
            return ()
        quoted_names = ", ".join(f'"{name}"' for name in names)
        text = (
            f"Source {planned.source_id} also replicates {quoted_names}, which are not in streams. The apply "
            "deselects them, because unlisted_streams is set to deselect. To keep replicating a stream, add it to "
            "streams."
        )
        return (warning("Streams will be deselected", text, Path.of("unlisted_streams")),)

    def _left_selected(
        self, private: Private, planned: SelectionsModel, prior: SelectionsModel
    ) -> tuple[Diagnostic, ...]:
        """The streams of an import that leave the state. Nobody has said that they are to be deselected."""
        listed, before = _map(planned.streams), self.settings(prior)
        names = sorted(
            name
            for name in private_state.imported(private)
            if name in before and before[name].selected is True and name not in listed
        )
        if not names:
            return ()
        text = (
            f"The import found that source {planned.source_id} also replicates {quoted(names)}, which are not in "
            "streams. The apply removes them from the state and leaves them selected in Stitch. To deselect a stream, "
            'add it to streams with selected = false. To deselect all of them, set unlisted_streams = "deselect".'
        )
        return (warning("Streams stay selected", text, _STREAMS),)

    async def import_state(self, request: ImportRequest, provider: ProviderData) -> ReadResponse[SelectionsModel]:
        named = request.id if request.id is not None else (request.identity or {}).get("source_id")
        source = await get_source(provider, str(named or "").strip())
        importing.check_owner(request, provider, f"source {source.id}", source.stitch_client_id)
        with provider.explaining(f"import streams of source {source.id}"):
            streams = (await provider.connect.streams.list(source.id)).all()
            state = await STREAMS_BY_SOURCE.state(provider, SourceStreams(source, streams))
        return ReadResponse(state=state, private=private_state.with_imported(_map(state.streams)))


def _map(values: Mapping[str, V] | Unknown | None) -> Mapping[str, V]:
    """The map, empty where it is null or unknown."""
    return values if isinstance(values, Mapping) else {}
