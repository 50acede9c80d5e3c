"""The middleware around the API: latency, faults and the request log. It does not apply to the admin paths.

The body of a request is read completely, and its answer is created completely, before anything is sent. So a fault can
be applied before or after the write takes effect.

To drop a connection, the middleware needs the transport, which the server's protocol puts into the scope under
`TRANSPORT`. Without a server there is no transport, and a dropped connection raises `ConnectionResetError`.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qsl

from stitch_provider.simulator.answers import to_json
from stitch_provider.simulator.clock import timestamp
from stitch_provider.simulator.request_log import Entry, credentials_of, masked_body
from stitch_provider.simulator.store import parse_id
from stitch_provider.simulator.tables import DESTINATIONS, SOURCES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from stitch_provider.simulator.faults import Fault
    from stitch_provider.simulator.simulator import Simulator

ADMIN: Final = "/_simulator"
TRANSPORT: Final = "simulator.transport"
_NOUN_AND_ID: Final = 3


@dataclass(slots=True)
class Captured:
    """An answer of the application, or the answer of a fault in its place."""

    status: int = HTTPStatus.INTERNAL_SERVER_ERROR
    headers: list[tuple[bytes, bytes]] = field(default_factory=list)
    body: bytes = b""

    async def send(self, message: Message) -> None:
        """Receive a message that the application sends."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = list(message.get("headers", ()))
        elif message["type"] == "http.response.body":
            self.body += message.get("body", b"")


class Middleware:
    """The ASGI middleware around the API and the admin paths."""

    def __init__(self, simulator: Simulator, app: ASGIApp) -> None:
        self._simulator = simulator
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http" or scope["path"] == ADMIN or scope["path"].startswith(ADMIN + "/"):
            await self._app(scope, receive, send)
            return
        simulator = self._simulator
        number, received = simulator.requests.next_number(), simulator.now()
        body = await _read(receive)
        credentials = self._credentials(scope["path"], body)
        if simulator.switches.latency:
            await asyncio.sleep(simulator.switches.latency)
        fault = simulator.faults.trigger(scope["method"], scope["path"])
        status: int | None = None
        try:
            status = await self._answer(scope, body, fault, send)
        finally:
            headers = dict(scope["headers"])
            simulator.requests.add(
                Entry(
                    number=number,
                    time=timestamp(received),
                    method=scope["method"],
                    path=scope["path"],
                    query=dict(parse_qsl(scope["query_string"].decode("latin-1"))),
                    status=status,
                    fault=None if fault is None else fault.kind,
                    body=masked_body(body, headers.get(b"content-type", b"").decode("latin-1"), credentials),
                )
            )

    async def _answer(self, scope: Scope, body: bytes, fault: Fault | None, send: Send) -> int | None:
        if fault is not None and fault.kind == "delay":
            await asyncio.sleep(fault.seconds)
        captured = Captured()
        if fault is None or fault.takes_effect():
            await self._app(scope, _replay(body), captured.send)
        if fault is None or fault.kind == "delay":
            await _deliver(captured, send)
        elif fault.kind == "drop":
            await _drop(scope)
            return None
        elif fault.kind == "truncate":
            await _deliver(captured, send, keep=int(len(captured.body) * fault.keep))
            if TRANSPORT not in scope:
                raise ConnectionResetError("a fault truncated the answer")
        elif fault.kind == "malformed":
            await _deliver(_with_body(captured, captured.status, b'{"id": 1, "name": ', captured.headers), send)
        else:
            headers = [
                (name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in fault.headers.items()
            ]
            if all(name != b"content-type" for name, _ in headers):
                headers.append((b"content-type", b"application/json"))
            content = b"" if fault.body is None else to_json(fault.body)
            captured = _with_body(captured, fault.status, content, headers)
            await _deliver(captured, send)
        return captured.status

    def _credentials(self, path: str, body: bytes) -> Collection[str] | None:
        """The properties to mask in a body: the credentials of the connection's type, or None if it is not known."""
        parts = path.strip("/").split("/")
        nouns: dict[str, tuple[str, Any]] = {
            "sources": ("source", SOURCES),
            "destinations": ("destination", DESTINATIONS),
        }
        if len(parts) < _NOUN_AND_ID - 1 or parts[1] not in nouns:
            return None
        kind, table = nouns[parts[1]]
        if len(parts) >= _NOUN_AND_ID:
            found = self._simulator.store.one(table, "id = ?", parse_id(parts[2]))
            return None if found is None else credentials_of(kind, found.type)
        decoded = masked_body(body, "", frozenset())
        return credentials_of(kind, decoded.get("type")) if isinstance(decoded, dict) else None


async def _read(receive: Receive) -> bytes:
    body = b""
    while True:
        message = await receive()
        body += bytes(message.get("body", b""))
        if not message.get("more_body", False):
            return body


def _replay(body: bytes) -> Receive:
    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    return receive


def _with_body(captured: Captured, status: int, body: bytes, headers: Iterable[tuple[bytes, bytes]]) -> Captured:
    kept = [(name, value) for name, value in headers if name != b"content-length"]
    captured.status, captured.body = status, body
    captured.headers = [*kept, (b"content-length", str(len(body)).encode())]
    return captured


async def _deliver(captured: Captured, send: Send, keep: int | None = None) -> None:
    await send({"type": "http.response.start", "status": captured.status, "headers": captured.headers})
    if keep is None or keep >= len(captured.body):
        await send({"type": "http.response.body", "body": captured.body})
    else:
        await send({"type": "http.response.body", "body": captured.body[:keep], "more_body": True})


async def _drop(scope: Scope) -> None:
    transport: asyncio.Transport | None = scope.get(TRANSPORT)
    if transport is None:
        raise ConnectionResetError("a fault dropped the connection")
    transport.abort()
    await asyncio.sleep(0)
    await asyncio.sleep(0)
