"""The middleware around the API: latency, faults and the request log. It does not apply to the admin paths.

The body of a request is read completely, and its answer is created completely, before anything is sent. So a fault can
be applied before or after the write takes effect.

To drop a connection, the middleware needs the transport, which the server's protocol puts into the scope under
`TRANSPORT`. Without a server there is no transport, and a dropped connection raises `ConnectionResetError`.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qsl

from stitch_provider.simulator.clock import timestamp
from stitch_provider.simulator.faulty_answers import Captured, deliver_faulty
from stitch_provider.simulator.request_log import Entry, credentials_of, masked_body
from stitch_provider.simulator.store import parse_id
from stitch_provider.simulator.tables import DESTINATIONS, SOURCES

if TYPE_CHECKING:
    from collections.abc import Collection

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from stitch_provider.simulator.faults import Fault
    from stitch_provider.simulator.simulator import Simulator

ADMIN: Final = "/_simulator"
TRANSPORT: Final = "simulator.transport"
_NOUN_AND_ID: Final = 3


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
        captured = Captured()
        if fault is not None and fault.kind == "delay" and not fault.effect:
            await asyncio.sleep(fault.seconds)
        if fault is None or fault.takes_effect():
            await self._app(scope, _replay(body), captured.send)
        if fault is None:
            await captured.deliver(send)
            return captured.status
        if fault.kind == "drop":
            await _drop(scope)
            return None
        if fault.kind == "delay" and fault.effect:
            await asyncio.sleep(fault.seconds)
        await deliver_faulty(captured, fault, (scope["headers"], body), send)
        if fault.kind == "truncate" and TRANSPORT not in scope:
            raise ConnectionResetError("a fault truncated the answer")
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


async def _drop(scope: Scope) -> None:
    transport: asyncio.Transport | None = scope.get(TRANSPORT)
    if transport is None:
        raise ConnectionResetError("a fault dropped the connection")
    transport.abort()
    await asyncio.sleep(0)
    await asyncio.sleep(0)
