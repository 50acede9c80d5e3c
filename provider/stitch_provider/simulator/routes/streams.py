"""Streams and their selection (reference 2.9)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from stitch_provider import catalog
from stitch_provider.simulator.answers import answer, bare, invalid_fields
from stitch_provider.simulator.rendering import progress_of
from stitch_provider.simulator.report_card import current_step
from stitch_provider.simulator.routes.sources import find_source
from stitch_provider.simulator.routing import route
from stitch_provider.simulator.selection import (
    apply_changes,
    read_changes,
    schema_body,
    stream_body,
    writable_keys,
)
from stitch_provider.simulator.tables import STREAMS

if TYPE_CHECKING:
    from stitch_provider.simulator.answers import Answer
    from stitch_provider.simulator.routing import Call
    from stitch_provider.simulator.tables import Source, Stream


def list_streams(call: Call) -> Answer:
    """GET: empty before discovery. An unknown source is refused in the same way as an unknown stream (A49)."""
    source = find_source(call)
    if source is None:
        raise bare(f"invalid stream-id: {call.path['id']}")
    simulator = call.simulator
    streams = simulator.store.many(STREAMS, "source_id = ? ORDER BY id", source.id)
    return answer([stream_body(stream, simulator.shape(stream.shape_id), source.type) for stream in streams])


def get_stream(call: Call) -> Answer:
    """GET one stream with its schema."""
    source, simulator = find_source(call), call.simulator
    stream = None
    if source is not None:
        stream = simulator.store.one(STREAMS, "source_id = ? AND id = ?", source.id, call.number("stream_id"))
    if source is None or stream is None:
        raise bare(f"invalid stream-id: {call.path['stream_id']}")
    shape = simulator.shape(stream.shape_id)
    return answer(schema_body(stream, shape, source.type, writable_keys(shape, simulator.switches)))


def update_metadata(call: Call) -> Answer:
    """PUT: makes all changes or none. Before discovery, and for an unknown source, no stream id is known (A20, A49)."""
    changes, simulator = read_changes(call.body), call.simulator
    source = find_source(call)
    known = _selectable_streams(call, source) if source is not None else {}
    unknown = [
        _as_text(stream_id) for stream_id, _ in changes if not isinstance(stream_id, str) or stream_id not in known
    ]
    if unknown:
        raise invalid_fields(f"invalid tap-stream-ids:  [{' '.join(unknown)}]")
    changed: dict[str, Stream] = {}
    for stream_id, metadata in changes:
        stream = changed.get(stream_id) or known[stream_id]
        shape = simulator.shape(stream.shape_id)
        changed[stream_id] = apply_changes(stream, shape, metadata, writable_keys(shape, simulator.switches))
    simulator.store.save_all(STREAMS, changed.values())
    return answer({"status": 200})


def _selectable_streams(call: Call, source: Source) -> dict[str, Stream]:
    source_type = catalog.source_type(source.type)
    if source_type is None or source.deleted_at is not None:
        return {}
    if current_step(source_type, progress_of(call.simulator, source))[1] not in {"field_selection", "fully_configured"}:
        return {}
    return {each.tap_stream_id: each for each in call.simulator.store.many(STREAMS, "source_id = ?", source.id)}


def _as_text(stream_id: Any) -> str:
    return "nil" if stream_id is None else str(stream_id)


ROUTES: Final = (
    route("GET", "/v4/sources/{id}/streams", list_streams),
    route("PUT", "/v4/sources/{id}/streams/metadata", update_metadata),
    route("GET", "/v4/sources/{id}/streams/{stream_id}", get_stream),
)
