"""The resource `stitch_stream_selections`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeVar

from msgspec.structs import replace

from stitch_provider.connect.errors import ConnectError, NotFoundError
from stitch_provider.stitch import timeouts
from stitch_provider.stitch.ids import to_id, to_number
from stitch_provider.stitch.parent_source import SOURCE_ID, unknown_source
from stitch_provider.stitch.provider_data import ProviderData
from stitch_provider.stitch.refusals import explain
from stitch_provider.stitch.streams import discovery, operations
from stitch_provider.stitch.streams.operations import Change, Outlook
from stitch_provider.stitch.streams.selection import adopted, is_selected, names_set, replicated
from stitch_provider.stitch.streams.selections_model import DESELECT, IDENTITY, IGNORE, SCHEMA, StreamSelectionsModel
from stitch_provider.stitch.streams.settings import StreamSettings
from stitch_provider.terraform.diagnostics import Diagnostic, DiagnosticError, warning
from stitch_provider.terraform.resource import (
    ApplyResponse,
    CreateRequest,
    DeleteRequest,
    ImportRequest,
    PlanRequest,
    PlanResponse,
    ReadRequest,
    ReadResponse,
    Resource,
    UpdateRequest,
)
from stitch_provider.terraform.values.path import Path
from stitch_provider.terraform.values.value import SetValue, Unknown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from stitch_provider.connect import Connect
    from stitch_provider.connect.models import Stream, StreamSchema
    from stitch_provider.terraform.values.value import Value

_V = TypeVar("_V")

_STREAMS = Path.of("streams")
_UNLISTED = Path.of("unlisted_streams")


class StreamSelectionsResource(Resource[StreamSelectionsModel, ProviderData]):
    """The streams of a source: wait for their discovery, write them together, find drift, deselect them."""

    type_name = "stitch_stream_selections"
    schema = SCHEMA
    identity = IDENTITY
    model = StreamSelectionsModel

    async def plan(
        self, request: PlanRequest[StreamSelectionsModel], provider: ProviderData | None
    ) -> PlanResponse[StreamSelectionsModel]:
        """Check the streams that change, and tell what will replicate; an unchanged resource costs nothing."""
        planned, prior = request.proposed, request.prior
        if planned == prior:
            return PlanResponse(planned=planned, private=request.private)
        if prior is not None and planned.source_id != prior.source_id:
            return PlanResponse(planned=planned, private=request.private)
        if prior is not None and _same(planned, prior):
            facts = replace(planned, stream_ids=prior.stream_ids, replicated_fields=prior.replicated_fields)
            return PlanResponse(planned=facts, private=request.private)
        if isinstance(planned.source_id, str):
            planned = replace(planned, id=planned.source_id)
        if isinstance(planned.streams, Unknown):
            return PlanResponse(planned=planned, private=request.private)
        changes = _changes(planned.streams, prior)
        outlooks, diagnostics = await operations.preview(provider, planned.source_id, changes)
        if provider is not None and _begins_to_sweep(planned, prior):
            diagnostics += await _swept(provider, planned)
        return PlanResponse(
            planned=_with_facts(planned, prior, outlooks), private=request.private, diagnostics=diagnostics
        )

    async def read(
        self, request: ReadRequest[StreamSelectionsModel], provider: ProviderData
    ) -> ReadResponse[StreamSelectionsModel] | None:
        """Find drift of the streams in the map, and of others where these are to be deselected."""
        state, connect = request.state, provider.connect
        source_id, prior = to_number(str(state.source_id), SOURCE_ID), _settings(state)
        try:
            found = await discovery.look(connect, source_id, prior)
            listed = [found.streams[name] for name in prior if name in found.streams]
            seen = await operations.observe(connect, source_id, listed, prior)
        except NotFoundError:
            return None
        except ConnectError as refusal:
            raise DiagnosticError(explain(refusal, f"read {_label(state)}")) from refusal
        others = [each for name, each in found.streams.items() if name not in prior and is_selected(each)]
        extra = others if state.unlisted_streams == DESELECT else []
        unseen = frozenset() if found.complete else prior.keys() - seen.keys()
        refreshed = replace(
            state,
            streams={name: each for name, each in prior.items() if name in unseen}
            | {name: each.settings for name, each in seen.items()}
            | {stream.tap_stream_id: StreamSettings(selected=True) for stream in extra},
            stream_ids={name: each for name, each in _known(state.stream_ids).items() if name in unseen}
            | {stream.tap_stream_id: to_id(stream.stream_id) for stream in (*listed, *extra)},
            replicated_fields={name: each for name, each in _known(state.replicated_fields).items() if name in unseen}
            | {name: each.replicated_fields for name, each in seen.items() if each.replicated_fields is not None},
        )
        return ReadResponse(state=refreshed, private=request.private)

    async def create(
        self, request: CreateRequest[StreamSelectionsModel], provider: ProviderData
    ) -> ApplyResponse[StreamSelectionsModel]:
        """Wait until all streams are discovered, then write them together."""
        connect = provider.connect.within(timeouts.limit(request.plan.timeouts, "create"))
        state, diagnostics = await _apply(connect, request.plan, None)
        return ApplyResponse(state=state, private=request.private, diagnostics=diagnostics)

    async def update(
        self, request: UpdateRequest[StreamSelectionsModel], provider: ProviderData
    ) -> ApplyResponse[StreamSelectionsModel]:
        """Write the streams that change, and deselect those that left."""
        if _same(request.plan, request.prior):
            return ApplyResponse(state=request.plan, private=request.private)
        connect = provider.connect.within(timeouts.limit(request.plan.timeouts, "update"))
        state, diagnostics = await _apply(connect, request.plan, request.prior)
        return ApplyResponse(state=state, private=request.private, diagnostics=diagnostics)

    async def delete(
        self, request: DeleteRequest[StreamSelectionsModel], provider: ProviderData
    ) -> Iterable[Diagnostic]:
        """Deselect the streams in the map."""
        state = request.state
        connect = provider.connect.within(timeouts.limit(state.timeouts, "delete"))
        try:
            return await discovery.deselect(connect, to_number(str(state.source_id), SOURCE_ID), _settings(state))
        except ConnectError as refusal:
            return (explain(refusal, f"deselect {_label(state)}"),)

    async def import_state(self, request: ImportRequest, provider: ProviderData) -> ReadResponse[StreamSelectionsModel]:
        """Take over all selected streams of the source, and everything that somebody chose about them."""
        identity = request.identity or {}
        source_id = request.id if request.id is not None else str(identity.get("source_id") or "")
        number = await operations.source_to_import(request, provider, source_id)
        try:
            selected = [stream for stream in await provider.connect.streams.list(number) if is_selected(stream)]
            schemas = await operations.schemas_of(provider.connect, number, selected)
        except ConnectError as refusal:
            raise DiagnosticError(explain(refusal, f"import streams of source {source_id}")) from refusal
        return ReadResponse(state=imported_streams(to_id(number), selected, schemas), private={})

    def identify(self, state: StreamSelectionsModel) -> Mapping[str, Value]:
        """The source; the account is not known from its streams."""
        return {"source_id": state.source_id, "client_id": None}


def imported_streams(
    source_id: str, selected: Iterable[Stream], schemas: Mapping[str, StreamSchema]
) -> StreamSelectionsModel:
    """The complete state of the selected streams of a source; `schemas` are theirs by tap_stream_id."""
    selected = tuple(selected)
    fields = {name: schema.fields for name, schema in schemas.items()}
    settings = {each.tap_stream_id: adopted(each, fields[each.tap_stream_id]) for each in selected}
    return StreamSelectionsModel(
        id=source_id,
        source_id=source_id,
        streams=settings,
        unlisted_streams=IGNORE,
        timeouts=None,
        stream_ids={stream.tap_stream_id: to_id(stream.stream_id) for stream in selected},
        replicated_fields={
            name: names_set(replicated(fields[name])) for name, each in settings.items() if each.fields is not None
        },
    )


async def _apply(
    connect: Connect, plan: StreamSelectionsModel, prior: StreamSelectionsModel | None
) -> tuple[StreamSelectionsModel, tuple[Diagnostic, ...]]:
    source_id, planned = str(plan.source_id), _settings(plan)
    changes = _changes(planned, prior, plan.stream_ids)
    removed = _settings(prior).keys() - planned.keys() if prior is not None else ()
    try:
        outlooks, diagnostics = await operations.carry_out(
            connect,
            source_id,
            changes,
            deselected=removed,
            keep=planned.keys() if plan.unlisted_streams == DESELECT else None,
        )
    except NotFoundError as gone:
        raise DiagnosticError(unknown_source(source_id)) from gone
    except ConnectError as refusal:
        at = next((_STREAMS.key(name) for name in refusal.invalid_streams if name in planned), _STREAMS)
        raise DiagnosticError(explain(refusal, f"select {_label(plan)}", path=at)) from refusal
    return _with_facts(replace(plan, id=source_id), prior, outlooks), diagnostics


def _changes(
    planned: Mapping[str, StreamSettings | Unknown],
    prior: StreamSelectionsModel | None,
    stream_ids: Mapping[str, str | Unknown] | Unknown | None = None,
) -> Mapping[str, Change]:
    """The streams to create or change, by tap_stream_id. `stream_ids` are those of the plan, at apply."""
    before = _settings(prior) if prior is not None else {}
    seen = _known(stream_ids)
    return {
        name: Change(
            settings=settings,
            before=before.get(name),
            stream_path=_STREAMS.key(name),
            settings_path=_STREAMS.key(name),
            checked=not isinstance(seen.get(name, Unknown()), Unknown),
        )
        for name, settings in planned.items()
        if isinstance(settings, StreamSettings) and settings != before.get(name)
    }


def _with_facts(
    model: StreamSelectionsModel, prior: StreamSelectionsModel | None, outlooks: Mapping[str, Outlook]
) -> StreamSelectionsModel:
    """The model with the computed attributes: known for streams that stay as they are or were looked at."""
    planned = model.streams
    if isinstance(planned, Unknown) or any(
        isinstance(settings, Unknown) or isinstance(settings.fields, Unknown) for settings in planned.values()
    ):
        return model
    same = {name for name, settings in _settings(prior).items() if planned.get(name) == settings} if prior else set()
    ids, fields = (_known(prior.stream_ids), _known(prior.replicated_fields)) if prior else ({}, {})
    stream_ids: dict[str, str | Unknown] = {}
    replicated_fields: dict[str, SetValue | Unknown] = {}
    for name, settings in planned.items():
        outlook = outlooks.get(name)
        stream_ids[name] = ids.get(name, Unknown()) if outlook is None else to_id(outlook.stream.stream_id)
        if isinstance(settings, StreamSettings) and settings.fields is not None:
            kept = fields.get(name, Unknown()) if name in same else Unknown()
            replicated_fields[name] = kept if outlook is None else outlook.replicated_fields or SetValue()
    return replace(model, stream_ids=stream_ids, replicated_fields=replicated_fields)


def _begins_to_sweep(planned: StreamSelectionsModel, prior: StreamSelectionsModel | None) -> bool:
    return planned.unlisted_streams == DESELECT and (prior is None or prior.unlisted_streams != DESELECT)


async def _swept(provider: ProviderData, planned: StreamSelectionsModel) -> tuple[Diagnostic, ...]:
    """A warning that names the streams that `unlisted_streams` is about to deselect, as no plan shows them."""
    if isinstance(planned.source_id, Unknown) or isinstance(planned.streams, Unknown):
        return ()
    try:
        streams = await provider.connect.streams.list(to_number(planned.source_id, SOURCE_ID))
    except ConnectError as refusal:
        raise DiagnosticError(explain(refusal, f"plan {_label(planned)}", path=SOURCE_ID)) from refusal
    names = sorted(
        each.tap_stream_id for each in streams if is_selected(each) and each.tap_stream_id not in planned.streams
    )
    if not names:
        return ()
    listed = ", ".join(f'"{name}"' for name in names)
    return (
        warning(
            "Streams will be deselected",
            f"Source {planned.source_id} also replicates {listed}. unlisted_streams deselects them; add those that "
            "are to go on to streams.",
            _UNLISTED,
        ),
    )


def _same(one: StreamSelectionsModel, other: StreamSelectionsModel) -> bool:
    return one.streams == other.streams and one.unlisted_streams == other.unlisted_streams


def _settings(model: StreamSelectionsModel) -> Mapping[str, StreamSettings]:
    """The settings of the streams, those that are unknown left out."""
    streams = _known(model.streams)
    return {name: settings for name, settings in streams.items() if isinstance(settings, StreamSettings)}


def _known(values: Mapping[str, _V] | Unknown | None) -> Mapping[str, _V]:
    """The map, empty where it is null or unknown."""
    return values if isinstance(values, Mapping) else {}


def _label(model: StreamSelectionsModel) -> str:
    return f"streams of source {model.source_id}"
