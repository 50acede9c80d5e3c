"""The last connection check of a source or destination (reference 2.8)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from stitch_provider.simulator.answers import answer, not_found
from stitch_provider.simulator.checks import check_body
from stitch_provider.simulator.routes.sources import find_source
from stitch_provider.simulator.routing import route
from stitch_provider.simulator.tables import CHECKS, DESTINATIONS

if TYPE_CHECKING:
    from stitch_provider.simulator.answers import Answer
    from stitch_provider.simulator.routing import Call
    from stitch_provider.simulator.tables import ConnectionKind


def get_source_check(call: Call) -> Answer:
    """GET the check of a source; 404 before the first one (A19)."""
    source = find_source(call)
    if source is None:
        raise not_found()
    return _check(call, "source", source.id)


def get_destination_check(call: Call) -> Answer:
    """GET the check of a destination. The real service may not have this path (A18)."""
    destination = call.simulator.store.one(
        DESTINATIONS, "client_id = ? AND id = ? AND deleted_at IS NULL", call.client_id, call.number("id")
    )
    if destination is None or not call.simulator.switches.destination_checks:
        raise not_found()
    return _check(call, "destination", destination.id)


def _check(call: Call, kind: ConnectionKind, owner_id: int) -> Answer:
    check = call.simulator.store.one(CHECKS, "kind = ? AND owner_id = ?", kind, owner_id)
    if check is None:
        raise not_found()
    return answer(check_body(check))


ROUTES: Final = (
    route("GET", "/v4/sources/{id}/last-connection-check", get_source_check),
    route("GET", "/v4/destinations/{id}/last-connection-check", get_destination_check),
)
