"""The relay: ends TLS in front of the gRPC server.

go-plugin's client certificate is ECDSA P-521, and the TLS library inside grpcio does not offer P-521 signatures: a gRPC
server that requires client certificates gets none from Terraform. Python's own `ssl` does offer them. So the gRPC
server listens without TLS where only this process finds it, and the relay carries bytes between it and the clients
that proved who they are.

The inner socket is in a private directory of its own, which nobody is told of. The relay opens its connections to it
at once and removes the path before it accepts its first client: from then on there is no way in but through TLS.
"""

from __future__ import annotations

import asyncio
import os
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    import socket
    import ssl

_CONNECTIONS = 4
"""Clients that can connect one after the other: Terraform is one, and comes again only after a fault."""


class _End(asyncio.Protocol):
    """One end of a relayed connection: what it receives is written to `other`, at the pace that `other` takes it."""

    transport: asyncio.Transport
    other: _End | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        if self.other is not None:
            self.other.transport.write(data)

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - the reason makes no difference
        if self.other is not None:
            self.other.transport.close()

    def pause_writing(self) -> None:
        if self.other is not None:
            self.other.transport.pause_reading()

    def resume_writing(self) -> None:
        if self.other is not None:
            self.other.transport.resume_reading()


class _Inner(_End):
    """The end at the gRPC server; keeps the server's first words until there is a client to hear them.

    Not reading until then would do as well, if older Pythons (3.11.2) did not read all the same.
    """

    def __init__(self) -> None:
        self._first_words = b""

    def data_received(self, data: bytes) -> None:
        if self.other is None:
            self._first_words += data
        else:
            super().data_received(data)

    def pair(self, outer: _Outer) -> None:
        """Relay between the server and this client from now on."""
        self.other, outer.other = outer, self
        outer.transport.write(self._first_words)


class _Outer(_End):
    """The end at a client; exists once TLS knows who it is, as asyncio makes it only then."""

    def __init__(self, spare: list[_Inner]) -> None:
        self._spare = spare

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        if not self._spare:
            self.transport.abort()
            return
        self._spare.pop().pair(self)


class Relay:
    """A relay that runs; `close` accepts no more clients and leaves the one that is there alone."""

    def __init__(self, clients: asyncio.Server, spare: list[_Inner]) -> None:
        self._clients = clients
        self._spare = spare

    def close(self) -> None:
        """Let go of the listener and of connections that no client uses: the gRPC server waits for them to end."""
        self._clients.close()
        while self._spare:
            self._spare.pop().transport.abort()


async def start(listener: socket.socket, context: ssl.SSLContext, inner_path: str) -> Relay:
    """Connect to the gRPC server at `inner_path`, unlink that, and accept clients on `listener`."""
    loop = asyncio.get_running_loop()
    spare = [(await loop.create_unix_connection(_Inner, inner_path))[1] for _ in range(_CONNECTIONS)]
    os.unlink(inner_path)  # noqa: PTH108 - as in `sockets`
    return Relay(await loop.create_unix_server(lambda: _Outer(spare), sock=listener, ssl=context), spare)
