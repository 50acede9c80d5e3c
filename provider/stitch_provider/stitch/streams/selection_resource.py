"""The resource `stitch_stream_selection`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import asdict, replace

from stitch_provider.connect.errors import ConnectError, NotFoundError
from stitch_provider.stitch import timeouts
from stitch_provider.stitch.ids import to_id, to_number
from stitch_provider.stitch.parent_source import SOURCE_ID, unknown_source
from stitch_provider.stitch.provider_data import ProviderData
from stitch_provider.stitch.refusals import explain
from stitch_provider.stitch.streams import discovery, operations
from stitch_provider.stitch.streams.checks import unknown_stream
from stitch_provider.stitch.streams.operations import Change, Outlook
from stitch_provider.stitch.streams.selection import adopted, key_properties, names_set, replicated
from stitch_provider.stitch.streams.selection_model import IDENTITY, SCHEMA, StreamSelectionModel
from stitch_provider.terraform.diagnostics import Diagnostic, DiagnosticError, error
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
from stitch_provider.terraform.values.path import ROOT, Path
from stitch_provider.terraform.values.value import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from stitch_provider.connect import Connect
    from stitch_provider.connect.models import Stream, StreamSchema
    from stitch_provider.stitch.streams.settings import StreamSettings
    from stitch_provider.terraform.values.value import Value

_STREAM = Path.of("stream")


class StreamSelectionResource(Resource[StreamSelectionModel, ProviderData]):
    """One stream of a source: wait for its discovery, select it, find drift, deselect it."""

    type_name = "stitch_stream_selection"
    schema = SCHEMA
    identity = IDENTITY
    model = StreamSelectionModel

    async def plan(
        self, request: PlanRequest[StreamSelectionModel], provider: ProviderData | None
    ) -> PlanResponse[StreamSelectionModel]:
        """Check what changes against the stream, and tell what will replicate; an unchanged selection costs nothing."""
        planned, prior = request.proposed, request.prior
        if planned == prior:
            return PlanResponse(planned=planned, private=request.private)
        if prior is not None and (planned.source_id != prior.source_id or planned.stream != prior.stream):
            return PlanResponse(planned=planned, private=request.private)
        if prior is not None and planned.settings == prior.settings:
            facts = replace(planned, key_properties=prior.key_properties, replicated_fields=prior.replicated_fields)
            return PlanResponse(planned=facts, private=request.private)
        if isinstance(planned.source_id, Unknown) or isinstance(planned.stream, Unknown):
            return PlanResponse(planned=_unseen(planned), private=request.private)
        source_id, name = planned.source_id, planned.stream
        planned = replace(planned, id=_id(source_id, name))
        change = _change(planned.settings, prior)
        outlooks, diagnostics = await operations.preview(provider, source_id, {name: change})
        outlook = outlooks.get(name)
        return PlanResponse(
            planned=_unseen(planned) if outlook is None else _with_facts(planned, outlook),
            private=request.private,
            diagnostics=diagnostics,
        )

    async def read(
        self, request: ReadRequest[StreamSelectionModel], provider: ProviderData
    ) -> ReadResponse[StreamSelectionModel] | None:
        """Find drift of what is declared. While Stitch discovers a source again, what is known of it stands."""
        state, connect = request.state, provider.connect
        source_id, name = to_number(str(state.source_id), SOURCE_ID), str(state.stream)
        try:
            found = await discovery.look(connect, source_id, [name])
            if name not in found.streams:
                return None if found.complete else ReadResponse(state=state, private=request.private)
            seen = (await operations.observe(connect, source_id, [found.streams[name]], {name: state.settings}))[name]
        except NotFoundError:
            return None
        except ConnectError as refusal:
            raise DiagnosticError(explain(refusal, f"read {_label(state)}")) from refusal
        refreshed = replace(
            state,
            **asdict(seen.settings),
            stream_id=to_id(seen.stream.stream_id),
            stream_name=seen.stream.stream_name,
            key_properties=key_properties(seen.stream, seen.settings),
            replicated_fields=seen.replicated_fields,
        )
        return ReadResponse(state=refreshed, private=request.private)

    async def create(
        self, request: CreateRequest[StreamSelectionModel], provider: ProviderData
    ) -> ApplyResponse[StreamSelectionModel]:
        """Wait until the stream is discovered, then select it as planned."""
        connect = provider.connect.within(timeouts.limit(request.plan.timeouts, "create"))
        state, diagnostics = await _apply(connect, request.plan, None)
        return ApplyResponse(state=state, private=request.private, diagnostics=diagnostics)

    async def update(
        self, request: UpdateRequest[StreamSelectionModel], provider: ProviderData
    ) -> ApplyResponse[StreamSelectionModel]:
        """Write what differs between the service and the plan."""
        if request.plan.settings == request.prior.settings:
            return ApplyResponse(state=request.plan, private=request.private)
        connect = provider.connect.within(timeouts.limit(request.plan.timeouts, "update"))
        state, diagnostics = await _apply(connect, request.plan, request.prior)
        return ApplyResponse(state=state, private=request.private, diagnostics=diagnostics)

    async def delete(
        self, request: DeleteRequest[StreamSelectionModel], provider: ProviderData
    ) -> Iterable[Diagnostic]:
        """Deselect the stream."""
        state = request.state
        connect = provider.connect.within(timeouts.limit(state.timeouts, "delete"))
        try:
            return await discovery.deselect(connect, to_number(str(state.source_id), SOURCE_ID), [str(state.stream)])
        except ConnectError as refusal:
            return (explain(refusal, f"deselect {_label(state)}"),)

    async def import_state(self, request: ImportRequest, provider: ProviderData) -> ReadResponse[StreamSelectionModel]:
        """Take over everything that somebody chose about the stream."""
        source_id, name = _named(request)
        number = await operations.source_to_import(request, provider, source_id)
        try:
            found = await discovery.look(provider.connect, number, [name])
            if name not in found.streams:
                raise DiagnosticError(unknown_stream(name, source_id, found.streams, _STREAM))
            stream = found.streams[name]
            schema = (await operations.schemas_of(provider.connect, number, [stream]))[name]
        except ConnectError as refusal:
            raise DiagnosticError(explain(refusal, f'import stream "{name}" of source {source_id}')) from refusal
        return ReadResponse(state=imported_stream(to_id(number), stream, schema), private={})

    def identify(self, state: StreamSelectionModel) -> Mapping[str, Value]:
        """Source and stream; the account is not known from a stream."""
        return {"source_id": state.source_id, "stream": state.stream, "client_id": None}


async def _apply(
    connect: Connect, plan: StreamSelectionModel, prior: StreamSelectionModel | None
) -> tuple[StreamSelectionModel, tuple[Diagnostic, ...]]:
    source_id, name = str(plan.source_id), str(plan.stream)
    change = _change(plan.settings, prior, checked=not isinstance(plan.key_properties, Unknown))
    try:
        outlooks, diagnostics = await operations.carry_out(connect, source_id, {name: change})
    except NotFoundError as gone:
        raise DiagnosticError(unknown_source(source_id)) from gone
    except ConnectError as refusal:
        verb = "select" if plan.selected else "deselect"
        raise DiagnosticError(explain(refusal, f"{verb} {_label(plan)}", path=_refused_at(refusal))) from refusal
    return _with_facts(replace(plan, id=_id(source_id, name)), outlooks[name]), diagnostics


def _change(settings: StreamSettings, prior: StreamSelectionModel | None, *, checked: bool = True) -> Change:
    return Change(
        settings=settings,
        before=None if prior is None else prior.settings,
        stream_path=_STREAM,
        settings_path=ROOT,
        checked=checked,
    )


def _refused_at(refusal: ConnectError) -> Path:
    return _STREAM if refusal.invalid_streams else ROOT


def _with_facts(model: StreamSelectionModel, outlook: Outlook) -> StreamSelectionModel:
    """The model with the computed attributes as they are known."""
    stream = outlook.stream
    view_keys_open = bool(stream.metadata.is_view) and isinstance(model.view_key_properties, Unknown)
    return replace(
        model,
        stream_id=to_id(stream.stream_id),
        stream_name=stream.stream_name,
        key_properties=Unknown() if view_keys_open else key_properties(stream, model.settings),
        replicated_fields=outlook.replicated_fields,
    )


def _unseen(model: StreamSelectionModel) -> StreamSelectionModel:
    """The plan for a stream that nobody has seen yet: what its facts will be is open."""
    return replace(model, replicated_fields=None if model.fields is None else Unknown())


def imported_stream(source_id: str, stream: Stream, schema: StreamSchema) -> StreamSelectionModel:
    """The complete state of a stream that exists: everything that somebody chose about it is declared."""
    settings = adopted(stream, schema.fields)
    return StreamSelectionModel(
        id=_id(source_id, stream.tap_stream_id),
        source_id=source_id,
        stream=stream.tap_stream_id,
        **asdict(settings),
        timeouts=None,
        stream_id=to_id(stream.stream_id),
        stream_name=stream.stream_name,
        key_properties=key_properties(stream, settings),
        replicated_fields=None if settings.fields is None else names_set(replicated(schema.fields)),
    )


def _named(request: ImportRequest) -> tuple[str, str]:
    """Source id and tap_stream_id to import; raises DiagnosticError where the request does not name both."""
    if request.identity is not None:
        source_id, name = request.identity.get("source_id"), request.identity.get("stream")
    else:
        source_id, _, name = (request.id or "").partition("/")
    if not (isinstance(source_id, str) and source_id and isinstance(name, str) and name):
        raise DiagnosticError(
            error(
                "Malformed import id",
                "The import id of a stream's selection is the id of its source and its tap_stream_id with a slash "
                'between them, such as "731905/storefront-public-orders".',
                Path.of("id"),
            )
        )
    return source_id, name


def _id(source_id: str, stream: str) -> str:
    return f"{source_id}/{stream}"


def _label(model: StreamSelectionModel) -> str:
    return f'stream "{model.stream}" of source {model.source_id}'
