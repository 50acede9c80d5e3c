"""What goes wrong in a run: faults of the service, and events while a request is under way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal, TypeAlias

Event: TypeAlias = Literal[
    "interrupt once",
    "interrupt twice",
    "terminate Terraform",
    "terminate all",
    "kill the provider",
    "kill Terraform",
    "restart the service",
    "fill the disk",
]

REDIRECT_PASSWORD = "redirect-secret"
"""The password in the address of a redirect, which must not be shown."""

_HTML = "<html><head><title>{0}</title></head><body><h1>{0}</h1></body></html>"
_GATEWAY = {"message": "no Route matched with those values", "request_id": "5c1f0a2b"}
_KILLED = "A process that is killed, or told twice to end, cannot save the result of a request that it has sent."


@dataclass(frozen=True, slots=True)
class Trouble:
    """What goes wrong.

    `row` is the row of the table. `fault` is one of the simulator's faults. With an `event` that fault is a delay, and
    the event happens while it lasts. If objects can be lost without a mistake of the provider, `excuse` says why.
    `refusal` marks the answer with which the service itself refuses a request. Such a request never takes effect.
    """

    name: str
    row: str
    fault: Mapping[str, Any] = field(default_factory=dict)
    event: Event | None = None
    excuse: str | None = None
    refusal: bool = False


def _status(status: int, name: str = "", **fault: Any) -> Trouble:
    full = f"status {status} {name}".strip()
    return Trouble(full, f"status {status // 100}xx", {"kind": "status", "status": status, **fault})


def _redirect(status: int, name: str, address: str) -> Trouble:
    return _status(status, name, headers={"Location": address})


def _event(event: Event, excuse: str | None = None) -> Trouble:
    return Trouble(event, event, {"kind": "delay", "seconds": 1.5}, event, excuse)


def _text(status: int, title: str) -> Trouble:
    return _status(status, "HTML", text=_HTML.format(title))


STATUSES = (
    _status(200, "empty"),
    _status(200, "null", text="null", headers={"Content-Type": "application/json"}),
    _status(200, "list", body=[]),
    _status(200, "object", body={}),
    _status(200, "gateway", body=_GATEWAY),
    _text(200, "Log in"),
    _status(204, ""),
    _redirect(301, "to a path", "/login"),
    _redirect(302, "with a password", f"http://operator:{REDIRECT_PASSWORD}@127.0.0.1:9/v4/"),
    _redirect(302, "malformed", "http://["),
    _redirect(307, "to itself", ""),
    _redirect(308, "to another host", "https://login.acme.example/"),
    _text(400, "Bad Request"),
    replace(_status(400, "JSON", body={"error": "BadRequest", "data": {"message": "bad request"}}), refusal=True),
    _status(401, "", body={"error": "Unauthorized"}),
    _text(403, "Forbidden"),
    _status(403, "gateway", body={"message": "Forbidden"}),
    _status(404, "JSON", body={"error": "NotFound", "data": {"message": "not found"}}),
    _status(404, "gateway", body=_GATEWAY),
    _text(404, "Not Found"),
    _text(408, "Request Timeout"),
    _status(409, "", body={"error": "Conflict"}),
    _status(422, "", body={"errors": [{"message": "cannot be processed"}]}),
    _status(429, "without Retry-After"),
    _status(429, "with Retry-After", headers={"Retry-After": "1"}),
    _status(429, "with an absurd date", headers={"Retry-After": "Fri, 31 Dec 99999 23:59:59 GMT"}),
    _status(500, "", body={"error": "InternalError"}),
    _text(500, "Internal Server Error"),
    _text(502, "Bad Gateway"),
    _status(503, "with Retry-After", headers={"Retry-After": "1"}),
    _text(503, "Service Unavailable"),
    _text(504, "Gateway Timeout"),
    _text(520, "Web server is returning an unknown error"),
)

BODIES = (
    Trouble("truncated", "truncated", {"kind": "truncate"}),
    Trouble("malformed", "malformed", {"kind": "malformed"}),
    Trouble("nested", "nested", {"kind": "nested", "depth": 1_000}),
    Trouble("nested deeper", "nested", {"kind": "nested", "depth": 200_000}),
    Trouble("huge", "huge", {"kind": "huge", "size": 300_000_000}),
    Trouble("echo of the request, 400", "echo", {"kind": "echo", "status": 400}, refusal=True),
    Trouble("echo of the request, 500", "echo", {"kind": "echo", "status": 500}),
    Trouble("echo of the request, 200", "echo", {"kind": "echo", "status": 200}),
)

TIMES = (
    Trouble("slow", "slow", {"kind": "delay", "seconds": 3}),
    Trouble("dripping", "dripping", {"kind": "drip", "seconds": 0.01}),
    Trouble("hardly dripping", "dripping", {"kind": "drip", "seconds": 2, "count": 1}),
)

DROPS = (
    Trouble("dropped before the effect", "dropped before the effect", {"kind": "drop", "effect": False}),
    Trouble("dropped after the effect", "dropped after the effect", {"kind": "drop", "effect": True}),
)

EVENTS = (
    _event("interrupt once"),
    _event("interrupt twice", _KILLED),
    _event("terminate Terraform"),
    _event("terminate all"),
    _event("kill the provider", _KILLED),
    _event("kill Terraform", _KILLED),
    _event("restart the service"),
    _event("fill the disk", "Terraform cannot save a state on a full disk. It prints the state instead."),
)

WEIGHTED = ((STATUSES, 40), (BODIES, 14), (TIMES, 4), (DROPS, 16), (EVENTS, 26))
"""Groups of troubles, and how often one of each is chosen, in percent."""
