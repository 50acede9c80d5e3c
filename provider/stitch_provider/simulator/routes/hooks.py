"""Post-load hooks (reference 2.14). The simulator never calls them."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

import msgspec

from stitch_provider.simulator.answers import RefusalError, answer, hook_error, nested_error
from stitch_provider.simulator.clock import timestamp
from stitch_provider.simulator.plans import has_hooks
from stitch_provider.simulator.routing import route
from stitch_provider.simulator.store import parse_id
from stitch_provider.simulator.tables import DESTINATIONS, Table

if TYPE_CHECKING:
    from stitch_provider.simulator.answers import Answer
    from stitch_provider.simulator.routing import Call
    from stitch_provider.simulator.simulator import Simulator

_BASE: Final = "/notifications/public/v1/api/hooks"
_LIMIT: Final = 10
_KEYS: Final = {"type", "destination_id", "config"}


class Hook(msgspec.Struct, frozen=True, kw_only=True):
    """A post-load hook."""

    id: int
    client_id: int
    destination_id: int
    config: Mapping[str, Any]
    created_at: str
    modified_at: str
    disabled_at: str | None = None


HOOKS: Final = Table("hooks", Hook)


def create_hook(call: Call) -> Answer:
    """POST: checks the plan, then the body, then the limit of ten.

    The message for a URL without HTTPS is that of the web application.
    """
    simulator, body = call.simulator, call.body
    if not has_hooks(simulator.switches.plan):
        raise nested_error("Client does not have access to hooks.")
    if not _is_post_body(body):
        raise hook_error("InvalidBody", "Invalid POST body")
    if not body["config"]["url"].startswith("https://"):
        raise nested_error("Invalid URI")
    live = "client_id = ? AND deleted_at IS NULL AND id = ?"
    if simulator.store.one(DESTINATIONS, live, call.client_id, body["destination_id"]) is None:
        raise hook_error("InvalidBody", "Invalid POST body")
    if simulator.store.count(HOOKS, "client_id = ?", call.client_id) >= _LIMIT:
        raise nested_error(f"You have exceeded the limit of {_LIMIT} hooks.")
    now = timestamp(simulator.now())
    hook = Hook(
        id=simulator.store.next_id("hook", 17),
        client_id=call.client_id,
        destination_id=body["destination_id"],
        config=body["config"],
        created_at=now,
        modified_at=now,
    )
    simulator.store.save(HOOKS, hook)
    return answer(_body(simulator, hook, created=True))


def list_hooks(call: Call) -> Answer:
    """GET: all hooks by type, including disabled ones."""
    simulator = call.simulator
    hooks = simulator.store.many(HOOKS, "client_id = ? ORDER BY id", call.client_id)
    return answer({"post_load": [_body(simulator, hook) for hook in hooks]})


def update_hook(call: Call) -> Answer:
    """PUT: enables or disables a hook. An unknown id is answered as by DELETE (undocumented)."""
    simulator, body = call.simulator, call.body
    if not isinstance(body, dict) or body.keys() != {"enable"} or not isinstance(body["enable"], bool):
        raise hook_error("InvalidBody", "PUT body must only contain boolean 'enable' key")
    hook = simulator.store.one(HOOKS, "client_id = ? AND id = ?", call.client_id, call.number("id"))
    if hook is None:
        raise RefusalError(HTTPStatus.BAD_REQUEST, {"error": "NotFound"})
    now = timestamp(simulator.now())
    disabled_at = None if body["enable"] else hook.disabled_at or now
    changed = msgspec.structs.replace(hook, modified_at=now, disabled_at=disabled_at)
    simulator.store.save(HOOKS, changed)
    return answer(_body(simulator, changed))


def delete_hook(call: Call) -> Answer:
    """DELETE: the answer is null."""
    if not call.simulator.store.delete(HOOKS, "client_id = ? AND id = ?", call.client_id, call.number("id")):
        raise RefusalError(HTTPStatus.BAD_REQUEST, {"error": "NotFound"})
    return answer(None)


def _is_post_body(body: Any) -> bool:
    return (
        isinstance(body, dict)
        and body.keys() == _KEYS
        and body["type"] == "post_load"
        and isinstance(body["destination_id"], int)
        and parse_id(str(body["destination_id"])) is not None
        and isinstance(body["config"], dict)
        and isinstance(body["config"].get("url"), str)
    )


def _body(simulator: Simulator, hook: Hook, *, created: bool = False) -> dict[str, Any]:
    place = simulator.switches.hook_destination
    if place == "documented":
        place = "top" if created else "absent"
    config = dict(hook.config)
    if place == "config":
        config["destination_id"] = f"destination_{hook.destination_id}"
    return {
        "id": hook.id,
        "client_id": hook.client_id,
        "type": "post_load",
        "version": 1,
        **({"destination_id": hook.destination_id} if place == "top" else {}),
        "config": config,
        "created_at": hook.created_at,
        "modified_at": hook.modified_at,
        "disabled_at": hook.disabled_at,
    }


ROUTES: Final = (
    route("POST", _BASE, create_hook),
    route("GET", _BASE, list_hooks),
    route("PUT", _BASE + "/{id}", update_hook),
    route("DELETE", _BASE + "/{id}", delete_hook),
)
