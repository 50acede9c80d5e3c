"""Destinations (reference 2.4)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import msgspec

from stitch_provider import catalog
from stitch_provider.simulator.answers import Answer, answer, bare, not_found, source_error
from stitch_provider.simulator.clock import timestamp
from stitch_provider.simulator.lifecycle import map_sources, start_check, unmap_sources
from stitch_provider.simulator.plans import destination_limit, has_access
from stitch_provider.simulator.properties import fill_properties, merge_properties
from stitch_provider.simulator.rendering import destination_body
from stitch_provider.simulator.report_card import Progress, report_card
from stitch_provider.simulator.routes.hooks import HOOKS
from stitch_provider.simulator.routing import route
from stitch_provider.simulator.tables import DESTINATIONS, SOURCES, Destination

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stitch_provider.catalog.models import DestinationType
    from stitch_provider.simulator.routing import Call
    from stitch_provider.simulator.simulator import Simulator

FIRST_DESTINATION_ID: Final = 581220
_LIVE: Final = "client_id = ? AND deleted_at IS NULL"
_POST_BODY: Final = (
    "POST body may only include a type, a name, a description, map of properties, and boolean for unmapped sources"
)
_POST_KEYS: Final = {"type", "name", "description", "properties", "ignore_unmapped_sources"}
_PUT_BODY: Final = "PUT body may only include a map of properties"
_PARAMS: Final = ("source_id", "destination_id")


def create_destination(call: Call) -> Answer:
    """POST /v4/destinations. Refusals of types and properties are not documented (A7)."""
    simulator, body = call.simulator, call.body
    if not _is_post_body(body):
        raise bare(_POST_BODY)
    destination_type = catalog.destination_type(body["type"])
    if destination_type is None:
        raise bare(f"invalid destination type ({body['type']})")
    if simulator.store.count(DESTINATIONS, _LIVE, call.client_id) >= destination_limit(simulator.switches):
        raise bare("you are at your destination limit")
    if not has_access(destination_type.details, simulator.switches.plan):
        raise source_error("AccessDenied", f"you do not have access to destination type ({destination_type.type})")
    values = _merged(simulator, destination_type, {}, body["properties"])
    destination = add_destination(
        simulator,
        destination_type,
        values,
        client_id=call.client_id,
        name=body.get("name"),
        description=body.get("description"),
    )
    if not body.get("ignore_unmapped_sources"):
        map_sources(simulator, destination)
    return answer(destination_body(simulator, destination))


def add_destination(
    simulator: Simulator,
    destination_type: DestinationType,
    values: Mapping[str, Any],
    *,
    client_id: int,
    name: str | None = None,
    description: str | None = None,
    destination_id: int | None = None,
) -> Destination:
    """Store a destination with valid values, and start its check. Its default name is that of its type."""
    now = timestamp(simulator.now())
    if destination_id is not None:
        simulator.store.reserve_id("destination", destination_id, FIRST_DESTINATION_ID)
    destination = Destination(
        id=destination_id or simulator.store.next_id("destination", FIRST_DESTINATION_ID),
        client_id=client_id,
        type=destination_type.type,
        name=destination_type.display_name if name is None else name,
        description=description,
        properties=_filled(simulator, destination_type, values),
        created_at=now,
        updated_at=now,
    )
    simulator.store.save(DESTINATIONS, destination)
    start_check(simulator, destination)
    return destination


def list_destinations(call: Call) -> Answer:
    """GET /v4/destinations: all that are not deleted. `source_id` and `destination_id` are filters (A8)."""
    if any(name not in _PARAMS for name in call.query):
        raise bare("GET may only include the params: source_id and/or destination_id")
    destinations = call.simulator.store.many(DESTINATIONS, _LIVE + " ORDER BY id", call.client_id)
    if "destination_id" in call.query:
        destinations = [each for each in destinations if str(each.id) == call.query["destination_id"]]
    if "source_id" in call.query:
        source = call.simulator.store.one(
            SOURCES, "client_id = ? AND CAST(id AS TEXT) = ?", call.client_id, call.query["source_id"]
        )
        wanted = None if source is None else source.destination_id
        destinations = [each for each in destinations if each.id == wanted]
    return answer([destination_body(call.simulator, each) for each in destinations])


def update_destination(call: Call) -> Answer:
    """PUT /v4/destinations/{id}: properties are merged (A9). A switch decides on name and description (A10)."""
    simulator, body = call.simulator, call.body
    if isinstance(body, dict) and "type" in body:
        raise bare("this API endpoint does not support modifying destination type")
    destination = _find(call)
    if destination is None:
        raise bare("invalid connection id")
    if not _is_put_body(body, simulator.switches.destination_put):
        raise bare(_PUT_BODY)
    destination_type = catalog.destination_types()[destination.type]
    values = _merged(simulator, destination_type, destination.properties, body["properties"])
    changed = msgspec.structs.replace(
        destination,
        properties=_filled(simulator, destination_type, values),
        name=body.get("name", destination.name),
        description=body.get("description", destination.description),
        updated_at=timestamp(simulator.now()),
    )
    simulator.store.save(DESTINATIONS, changed)
    if body["properties"]:
        start_check(simulator, changed)
    return answer(destination_body(simulator, changed))


def delete_destination(call: Call) -> Answer:
    """DELETE /v4/destinations/{id}: its hooks are deleted, its sources are unmapped (A47)."""
    simulator, number = call.simulator, call.number("id")
    if number is None:
        raise not_found()
    destination = _find(call)
    if destination is None:
        raise bare(f"Unable to locate dest ({number}) for client ({call.client_id}) to delete")
    now = timestamp(simulator.now())
    simulator.store.save(DESTINATIONS, msgspec.structs.replace(destination, deleted_at=now, updated_at=now))
    simulator.store.delete(HOOKS, "destination_id = ?", destination.id)
    unmap_sources(simulator, destination)
    return Answer() if simulator.switches.destination_delete == "empty" else answer({})


def _find(call: Call) -> Destination | None:
    return call.simulator.store.one(DESTINATIONS, _LIVE + " AND id = ?", call.client_id, call.number("id"))


def _is_post_body(body: Any) -> bool:
    return (
        isinstance(body, dict)
        and body.keys() <= _POST_KEYS
        and isinstance(body.get("type"), str)
        and isinstance(body.get("properties"), dict)
        and isinstance(body.get("name"), str | None)
        and isinstance(body.get("description"), str | None)
        and isinstance(body.get("ignore_unmapped_sources"), bool | None)
    )


def _is_put_body(body: Any, put: str) -> bool:
    keys = {"properties", "name", "description"} if put == "accept" else {"properties"}
    return (
        isinstance(body, dict)
        and body.keys() <= keys
        and isinstance(body.get("properties"), dict)
        and isinstance(body.get("name"), str | None)
        and isinstance(body.get("description"), str | None)
    )


def _filled(simulator: Simulator, destination_type: DestinationType, values: Mapping[str, Any]) -> dict[str, Any]:
    def generate(name: str) -> str:
        prefix = "stitch-challenge-file-" if name == "sentinel_key" else f"stitch-{name.replace('_', '-')}-"
        return simulator.generator.secret(prefix)

    return fill_properties(destination_type, values, generate)


def _merged(
    simulator: Simulator, destination_type: DestinationType, stored: Mapping[str, Any], given: Mapping[str, Any]
) -> Mapping[str, Any]:
    merge = merge_properties(destination_type, stored, given, replace=simulator.switches.properties_put == "replace")
    if merge.bad:
        raise source_error(
            "InvalidProperties",
            "properties do not match schema",
            bad_properties=merge.bad,
            report_card=report_card(destination_type, Progress(stored.keys())),
        )
    return merge.values


ROUTES: Final = (
    route("POST", "/v4/destinations", create_destination),
    route("GET", "/v4/destinations", list_destinations),
    route("PUT", "/v4/destinations/{id}", update_destination),
    route("DELETE", "/v4/destinations/{id}", delete_destination),
)
