"""The resource `stitch_stream_selection`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import asdict, replace

from stitch_provider.connect.spelling import nfc
from stitch_provider.stitch import importing
from stitch_provider.stitch.attributes import composite_identity
from stitch_provider.stitch.parent_source import get_source
from stitch_provider.stitch.streams import discovery
from stitch_provider.stitch.streams.collection import STREAMS, SourceStream
from stitch_provider.stitch.streams.resource import SelectionResource
from stitch_provider.stitch.streams.selection import selects_same
from stitch_provider.stitch.streams.selection_model import SCHEMA, SelectionModel, shown
from stitch_provider.terraform.diagnostics import DiagnosticError, error
from stitch_provider.terraform.resource import ImportRequest, ReadResponse
from stitch_provider.terraform.values.path import ROOT, Path
from stitch_provider.terraform.values.value import Unknown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stitch_provider.stitch.provider_data import ProviderData
    from stitch_provider.stitch.streams.discovery import Discovered
    from stitch_provider.stitch.streams.selection import KnownStream
    from stitch_provider.stitch.streams.settings import StreamSettings

_STREAM = Path.of("stream")


class StreamSelectionResource(SelectionResource[SelectionModel]):
    """One stream of a source."""

    type_name = STREAMS.type_name
    schema = SCHEMA
    identity = composite_identity(
        source_id="Id of the source, a string of digits.", stream="The stream by its tap_stream_id."
    )
    model = SelectionModel
    path = ROOT

    def settings(self, model: SelectionModel) -> Mapping[str, StreamSettings]:
        return {} if isinstance(model.stream, Unknown) else {model.stream: model.settings}

    def with_settings(self, model: SelectionModel, settings: Mapping[str, StreamSettings]) -> SelectionModel:
        found = settings.get(str(model.stream))
        return model if found is None else replace(model, **asdict(found))

    def stream_path(self, name: str) -> Path:
        return _STREAM

    def settings_path(self, name: str) -> Path:
        return ROOT

    def label(self, model: SelectionModel) -> str:
        return f'stream "{model.stream}" of source {model.source_id}'

    def computed(
        self, planned: SelectionModel, prior: SelectionModel | None, known: Mapping[str, KnownStream]
    ) -> SelectionModel:
        if isinstance(planned.source_id, str) and isinstance(planned.stream, str):
            planned = replace(planned, id=f"{planned.source_id}/{planned.stream}")
        stream = known.get(str(planned.stream))
        if stream is not None:
            return replace(planned, **shown(stream))
        if prior is not None and planned.view_key_properties == prior.view_key_properties:
            planned = replace(planned, key_properties=prior.key_properties)
        if prior is not None and selects_same(planned, prior):
            return replace(planned, replicated_fields=prior.replicated_fields)
        return replace(planned, replicated_fields=None if planned.fields is None else Unknown())

    def refreshed(
        self, state: SelectionModel, found: Discovered, known: Mapping[str, KnownStream]
    ) -> SelectionModel | None:
        """The stream as it is; a stream that Stitch has yet to discover again is kept."""
        stream = known.get(str(state.stream))
        if stream is None:
            return None if found.complete else state
        return replace(state, **asdict(stream.settings), **shown(stream))

    async def import_state(self, request: ImportRequest, provider: ProviderData) -> ReadResponse[SelectionModel]:
        source_id, name = _source_and_stream(request)
        source = await get_source(provider, source_id)
        importing.check_owner(request, provider, f"source {source.id}", source.stitch_client_id)
        with provider.explaining(f'import stream "{name}" of source {source_id}'):
            found = await discovery.list_streams(provider, source.id, [name])
            if name not in found.streams:
                raise DiagnosticError(found.missing(name, _STREAM))
            state = await STREAMS.state(provider, SourceStream(source, found.streams[name]))
        return ReadResponse(state=state, private={})


def _source_and_stream(request: ImportRequest) -> tuple[str, str]:
    """Source id and tap_stream_id to import. Raises DiagnosticError where the request does not name both."""
    if request.identity is not None:
        source_id, name = request.identity.get("source_id"), request.identity.get("stream")
    else:
        source_id, _, name = (request.id or "").partition("/")
    if not (isinstance(source_id, str) and source_id and isinstance(name, str) and name):
        text = (
            "The import id must be the id of the source and the tap_stream_id with a slash between them, such as "
            '"731905/storefront-public-orders".'
        )
        raise DiagnosticError(error("Malformed import id", text, Path.of("id")))
    return source_id.strip(), nfc(name)
