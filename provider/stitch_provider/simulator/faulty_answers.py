"""Answers as faults change and send them: other statuses and bodies, bodies that are cut off, slow or endless.

An answer is complete in memory before the first byte of it is sent, except for a huge one, which is sent in pieces.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from stitch_provider.simulator.answers import to_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from starlette.types import Message, Send

    from stitch_provider.simulator.faults import Fault

_PIECE: Final = 2**16


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

    def replace(self, status: int, headers: Iterable[tuple[bytes, bytes]], body: bytes) -> None:
        """Replace the whole answer. The length of the body is announced."""
        self.status, self.body = status, body
        self.headers = _announcing(headers, len(body))

    async def deliver(self, send: Send) -> None:
        """Send the answer."""
        await send({"type": "http.response.start", "status": self.status, "headers": self.headers})
        await send({"type": "http.response.body", "body": self.body})


async def deliver_faulty(
    captured: Captured, fault: Fault, request: tuple[list[tuple[bytes, bytes]], bytes], send: Send
) -> None:
    """Send the answer as the fault changes it. `request` has the headers and the body of the request."""
    match fault.kind:
        case "status":
            text = b"" if fault.body is None else to_json(fault.body)
            captured.replace(fault.status, _headers(fault), text if fault.text is None else fault.text.encode())
        case "echo":
            headers, body = request
            shown = {name.decode("latin-1"): value.decode("latin-1") for name, value in headers}
            said = {"error": "BadRequest", "headers": shown, "body": body.decode(errors="replace")}
            captured.replace(fault.status, _headers(fault), to_json(said))
        case "malformed":
            captured.replace(captured.status, captured.headers, b'{"id": 1, "name": ')
        case "nested":
            captured.replace(captured.status, captured.headers, b"[" * fault.depth + b"]" * fault.depth)
        case "truncate":
            kept = int(len(captured.body) * fault.keep)
            whole = kept >= len(captured.body)
            await _deliver_pieces(captured, (captured.body[:kept],), send, more=not whole)
            return
        case "drip":
            await _deliver_pieces(captured, (bytes((each,)) for each in captured.body), send, pause=fault.seconds)
            return
        case "huge":
            captured.headers = _announcing(captured.headers, fault.size)
            await _deliver_pieces(captured, _huge(fault.size), send)
            return
    await captured.deliver(send)


async def _deliver_pieces(
    captured: Captured, pieces: Iterable[bytes], send: Send, *, more: bool = False, pause: float | None = None
) -> None:
    """Send the body in pieces, with a pause after each. With `more` it is left unfinished, and the server closes it."""
    await send({"type": "http.response.start", "status": captured.status, "headers": captured.headers})
    for piece in pieces:
        await send({"type": "http.response.body", "body": piece, "more_body": True})
        if pause is not None:
            await asyncio.sleep(pause)
    if not more:
        await send({"type": "http.response.body", "body": b""})


def _huge(size: int) -> Iterator[bytes]:
    yield b'"'
    for start in range(1, size - 1, _PIECE):
        yield b"a" * min(_PIECE, size - 1 - start)
    yield b'"'


def _headers(fault: Fault) -> list[tuple[bytes, bytes]]:
    given = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in fault.headers.items()]
    if any(name == b"content-type" for name, _ in given):
        return given
    return [*given, (b"content-type", b"application/json" if fault.text is None else b"text/html")]


def _announcing(headers: Iterable[tuple[bytes, bytes]], length: int) -> list[tuple[bytes, bytes]]:
    kept = [(name, value) for name, value in headers if name != b"content-length"]
    return [*kept, (b"content-length", str(length).encode())]
