"""Loads (reference 2.12)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from stitch_provider.simulator.answers import answer
from stitch_provider.simulator.paging import page_of
from stitch_provider.simulator.routes.extractions import admit, earliest
from stitch_provider.simulator.routing import route
from stitch_provider.simulator.tables import LOADS

if TYPE_CHECKING:
    from stitch_provider.simulator.answers import Answer
    from stitch_provider.simulator.routing import Call


def list_loads(call: Call) -> Answer:
    """GET: the last load of each stream, sorted by stream name (A22)."""
    admit(call)
    since = earliest(call)
    loads = call.simulator.store.many(
        LOADS, "client_id = ? AND attempted_time >= ? ORDER BY stream_name, source_id", call.client_id, since
    )
    bodies = [
        {
            "stitch_client_id": load.client_id,
            "source_name": load.source_name,
            "stream_name": load.stream_name,
            "last_batch_loaded_at": load.last_batch_loaded_at,
            "error_state": load.error_state,
        }
        for load in loads
    ]
    return answer(page_of(bodies, f"/v4/{call.client_id}/loads", call.query))


ROUTES: Final = (route("GET", "/v4/{client_id}/loads", list_loads),)
