"""Sources (reference 2.6)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import msgspec

from stitch_provider import catalog
from stitch_provider.simulator.answers import answer_bytes, not_found, source_error
from stitch_provider.simulator.clock import parse_timestamp, timestamp
from stitch_provider.simulator.lifecycle import start_check
from stitch_provider.simulator.names import derive_name, is_valid_name
from stitch_provider.simulator.plans import has_access, has_cron, source_limit
from stitch_provider.simulator.properties import fill_properties, merge_properties
from stitch_provider.simulator.quartz import check_quartz
from stitch_provider.simulator.rendering import progress_of, render_source, render_sources
from stitch_provider.simulator.report_card import Progress, report_card
from stitch_provider.simulator.routing import route
from stitch_provider.simulator.tables import DESTINATIONS, SOURCES, Source

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stitch_provider.catalog.models import SourceType
    from stitch_provider.simulator.answers import Answer, RefusalError
    from stitch_provider.simulator.routing import Call
    from stitch_provider.simulator.simulator import Simulator

FIRST_SOURCE_ID: Final = 731905
_POST: Final = "POST body may only include a non-empty type, a non-empty display_name and map of string properties"
_PUT_BODY: Final = "PUT body many only include the keys: display_name, properties, and paused_at"
_NAME: Final = (
    "The name field must be under 50 characters, and can only contain lowercase letters, numbers, underscores, or "
    "dollar signs. It must begin with a letter or an underscore."
)
_POST_KEYS: Final = {"type", "display_name", "properties", "destination_id", "name"}
_PUT_KEYS: Final = {"display_name", "properties", "paused_at", "destination_id"}


def create_source(call: Call) -> Answer:
    """POST /v4/sources. `destination_id` and, although it is not documented, `name` are accepted (A14, A30)."""
    simulator, body = call.simulator, call.body
    if not _is_post_body(body):
        raise source_error("InvalidBody", _POST)
    source_type = catalog.source_type(body["type"])
    if source_type is None:
        raise source_error("InvalidType", f"invalid source type ({body['type']})")
    if not has_access(source_type.details, simulator.switches.plan):
        raise source_error("AccessDenied", f"you do not have access to source type ({source_type.type})")
    limit = source_limit(simulator.switches)
    if limit is not None and simulator.store.count(SOURCES, _live(), call.client_id) >= limit:
        raise source_error("AccessDenied", "you are at your source limit")
    name = _name_for(simulator, call.client_id, body)
    given = body.get("properties") or {}
    _check_cron(simulator, given)
    values = _merged(simulator, source_type, {}, given, Progress())
    destination_id = _destination_for(call, body.get("destination_id"))
    source = add_source(
        simulator,
        source_type,
        values,
        client_id=call.client_id,
        name=name,
        display_name=body["display_name"],
        destination_id=destination_id,
    )
    return answer_bytes(render_source(simulator, source))


def add_source(
    simulator: Simulator,
    source_type: SourceType,
    values: Mapping[str, Any],
    *,
    client_id: int,
    name: str,
    display_name: str,
    destination_id: int | None,
    source_id: int | None = None,
) -> Source:
    """Store a source with valid values, and start its check."""
    now = timestamp(simulator.now())
    if source_id is not None:
        simulator.store.reserve_id("source", source_id, FIRST_SOURCE_ID)
    source = Source(
        id=source_id or simulator.store.next_id("source", FIRST_SOURCE_ID),
        client_id=client_id,
        type=source_type.type,
        name=name,
        display_name=display_name,
        properties=complete_properties(simulator, source_type, values),
        destination_id=destination_id,
        created_at=now,
        updated_at=now,
    )
    simulator.store.save(SOURCES, source)
    start_check(simulator, source)
    return stored_source(simulator, source.id)


def complete_properties(simulator: Simulator, source_type: SourceType, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values, with those that Stitch fills in for a source."""
    return fill_properties(
        source_type, values, lambda name: simulator.generator.secret(f"stitch-{name.replace('_', '-')}-")
    )


def stored_source(simulator: Simulator, source_id: int) -> Source:
    """The source with this id.

    Raises:
        LookupError: there is no such source.
    """
    found = simulator.store.one(SOURCES, "id = ?", source_id)
    if found is None:
        raise LookupError(f"no source {source_id}")
    return found


def list_sources(call: Call) -> Answer:
    """GET /v4/sources: all sources, including deleted ones."""
    return answer_bytes(render_sources(call.simulator, call.client_id))


def get_source(call: Call) -> Answer:
    """GET /v4/sources/{id}, including deleted ones; 404 for an unknown id (A13)."""
    source = find_source(call)
    if source is None:
        raise not_found()
    known = call.simulator.rendered.get(source.id)
    if known is not None and call.simulator.now() < known[1]:
        return answer_bytes(known[0])
    return answer_bytes(render_source(call.simulator, source))


def update_source(call: Call) -> Answer:
    """PUT /v4/sources/{id}: renames, pauses or maps a source, and merges its properties (A9, A14, A25)."""
    simulator, body = call.simulator, call.body
    source = find_source(call)
    if source is None or source.deleted_at is not None:
        raise unknown_source(call)
    if not isinstance(body, dict) or not body.keys() <= _PUT_KEYS:
        raise source_error("InvalidBody", _PUT_BODY)
    changed = msgspec.structs.replace(source, updated_at=timestamp(simulator.now()), **_changes(call, source, body))
    simulator.store.save(SOURCES, changed)
    if body.get("properties"):
        start_check(simulator, changed)
    return answer_bytes(render_source(simulator, stored_source(simulator, source.id)))


def _changes(call: Call, source: Source, body: Mapping[str, Any]) -> dict[str, Any]:
    changes: dict[str, Any] = {}
    if "display_name" in body:
        if not isinstance(body["display_name"], str) or not body["display_name"].strip():
            raise source_error("InvalidDisplayName", f"invalid display_name ({_as_text(body['display_name'])})")
        changes["display_name"] = body["display_name"]
    if "paused_at" in body:
        if body["paused_at"] is not None and parse_timestamp(body["paused_at"]) is None:
            raise source_error("InvalidBody", _PUT_BODY)
        changes["paused_at"] = body["paused_at"]
    if "destination_id" in body:
        if not _is_id(body["destination_id"]):
            raise source_error("InvalidBody", _PUT_BODY)
        changes["destination_id"] = _destination_for(call, body["destination_id"])
        changes["system_paused_at"] = None
    if "properties" in body:
        if not isinstance(body["properties"], dict):
            raise source_error("InvalidBody", _PUT_BODY)
        changes["properties"] = _changed_properties(call.simulator, source, body["properties"])
    return changes


def delete_source(call: Call) -> Answer:
    """DELETE /v4/sources/{id}: marks a source as deleted. A second call changes nothing (A15)."""
    source = find_source(call)
    if source is None:
        raise unknown_source(call)
    if source.deleted_at is None:
        now = timestamp(call.simulator.now())
        source = msgspec.structs.replace(source, deleted_at=now, updated_at=now)
        call.simulator.store.save(SOURCES, source)
    return answer_bytes(render_source(call.simulator, source))


def find_source(call: Call) -> Source | None:
    """The source in the path, or None if the account does not have it."""
    return call.simulator.store.one(SOURCES, "client_id = ? AND id = ?", call.client_id, call.number("id"))


def unknown_source(call: Call) -> RefusalError:
    """The refusal for a source id that the account does not have."""
    return source_error("InvalidId", f"source not found ({call.path['id']})")


def _live() -> str:
    return "client_id = ? AND deleted_at IS NULL"


def _is_id(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_post_body(body: Any) -> bool:
    return (
        isinstance(body, dict)
        and body.keys() <= _POST_KEYS
        and all(isinstance(body.get(key), str) and body[key] for key in ("type", "display_name"))
        and isinstance(body.get("properties", {}), dict)
        and ("destination_id" not in body or _is_id(body["destination_id"]))
        and ("name" not in body or isinstance(body["name"], str))
    )


def _name_for(simulator: Simulator, client_id: int, body: Mapping[str, Any]) -> str:
    display_name = body["display_name"]
    if "name" in body:
        name = str(body["name"])
        if not is_valid_name(name):
            raise source_error("InvalidName", _NAME)
        taken = f"non-unique name ({name})"
    else:
        name = derive_name(display_name)
        derivation = f"after deriving it from display_name ({display_name} -> {name})"
        if not is_valid_name(name):
            raise source_error("InvalidDisplayName", f"invalid name {derivation}")
        taken = f"non-unique name {derivation}"
    if simulator.store.one(SOURCES, _live() + " AND name = ?", client_id, name) is not None:
        raise source_error("InvalidName", taken)
    return name


def _destination_for(call: Call, destination_id: int | None) -> int | None:
    live = call.simulator.store.many(DESTINATIONS, _live(), call.client_id)
    if destination_id is None:
        return live[0].id if len(live) == 1 else None
    if all(each.id != destination_id for each in live):
        raise source_error("InvalidDestinationId", f"destination not found ({destination_id})")
    return destination_id


def _check_cron(simulator: Simulator, given: Mapping[str, Any]) -> None:
    expression = given.get("cron_expression")
    if not isinstance(expression, str) or not expression:
        return
    if not has_cron(simulator.switches.plan):
        raise source_error("AccessDenied", "access to cron_expression based scheduling is not permitted")
    reason = check_quartz(expression)
    if reason is not None:
        raise source_error("InvalidCronExpression", f'cron_expression "{expression}" is invalid: {reason}')


def _changed_properties(simulator: Simulator, source: Source, given: Mapping[str, Any]) -> dict[str, Any]:
    source_type = catalog.source_types()[source.type]
    _check_cron(simulator, given)
    return complete_properties(
        simulator,
        source_type,
        _merged(simulator, source_type, source.properties, given, progress_of(simulator, source)),
    )


def _merged(
    simulator: Simulator,
    source_type: SourceType,
    stored: Mapping[str, Any],
    given: Mapping[str, Any],
    progress: Progress,
) -> Mapping[str, Any]:
    replace = simulator.switches.properties_put == "replace"
    merge = merge_properties(source_type, stored, given, replace=replace)
    if merge.bad:
        raise source_error(
            "InvalidProperties",
            "properties do not match schema",
            bad_properties=merge.bad,
            report_card=report_card(source_type, progress),
        )
    return merge.values


def _as_text(value: Any) -> str:
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()


ROUTES: Final = (
    route("POST", "/v4/sources", create_source),
    route("GET", "/v4/sources", list_sources),
    route("GET", "/v4/sources/{id}", get_source),
    route("PUT", "/v4/sources/{id}", update_source),
    route("DELETE", "/v4/sources/{id}", delete_source),
)
