"""The relay: a proxy that terminates TLS in front of the gRPC server.

The client certificate of go-plugin is ECDSA P-521. The TLS library in grpcio does not support P-521 signatures, so a
gRPC server that requires client certificates gets none from Terraform. The `ssl` module of Python does support them.
Therefore the gRPC server listens without TLS on a private socket, and the relay copies bytes between that socket and
the clients that it has authenticated.

The private socket is in a directory of its own. The relay opens all its connections to it and removes its path before
it accepts the first client. After that, TLS is the only way to connect.
"""

from __future__ import annotations

import asyncio
import os
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    import socket
    import ssl

_CONNECTIONS = 4
"""How many clients can connect, one after the other. Terraform connects once, and again only after a failure."""


class _End(asyncio.Protocol):
    """One end of a relayed connection. It writes what it receives to `other`, with flow control."""

    transport: asyncio.Transport
    other: _End | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        if self.other is not None:
            self.other.transport.write(data)

    def connection_lost(self, exc: Exception | None) -> None:
        if self.other is not None:
            self.other.transport.close()

    def pause_writing(self) -> None:
        if self.other is not None:
            self.other.transport.pause_reading()

    def resume_writing(self) -> None:
        if self.other is not None:
            self.other.transport.resume_reading()


class _Inner(_End):
    """The end at the gRPC server. It stores the data that the server sends before there is a client.

    Pausing the transport until then would be simpler, but Python 3.11.2 reads from a paused transport nevertheless.
    """

    def __init__(self) -> None:
        self._early_data = b""

    def data_received(self, data: bytes) -> None:
        if self.other is None:
            self._early_data += data
        else:
            super().data_received(data)

    def pair(self, outer: _Outer) -> None:
        """Connect this end to a client."""
        self.other, outer.other = outer, self
        outer.transport.write(self._early_data)


class _Outer(_End):
    """The end at a client. asyncio creates it only after the client is authenticated."""

    def __init__(self, spare: list[_Inner]) -> None:
        self._spare = spare

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        if not self._spare:
            self.transport.abort()
            return
        self._spare.pop().pair(self)


class Relay:
    """A running relay."""

    def __init__(self, clients: asyncio.Server, spare: list[_Inner]) -> None:
        self._clients = clients
        self._spare = spare

    def close(self) -> None:
        """Accept no more clients, and close the connections that none uses. A connected client is not affected.

        The gRPC server ends only when its connections are closed.
        """
        self._clients.close()
        while self._spare:
            self._spare.pop().transport.abort()


async def start(listener: socket.socket, context: ssl.SSLContext, inner_path: str) -> Relay:
    """Connect to the gRPC server at `inner_path`, remove that path, and accept clients on `listener`."""
    loop = asyncio.get_running_loop()
    spare = [(await loop.create_unix_connection(_Inner, inner_path))[1] for _ in range(_CONNECTIONS)]
    os.unlink(inner_path)
    return Relay(await loop.create_unix_server(lambda: _Outer(spare), sock=listener, ssl=context), spare)
