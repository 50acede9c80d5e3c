"""The relay: copies bytes between a client, with or without TLS, and the gRPC server of its connection.

The client certificate of go-plugin is ECDSA P-521. The TLS library in grpcio does not support P-521 signatures, so a
gRPC server that requires client certificates gets none from Terraform. The `ssl` module of Python does support them.
Therefore the gRPC server listens without TLS on a private socket, and asyncio authenticates the clients.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Callable


class _End(asyncio.Protocol):
    """One end of a relayed connection. It writes what it receives to `other`, with flow control.

    `lost` is done when its connection has ended, whichever side has closed it.
    """

    transport: asyncio.Transport
    other: _End | None = None

    def __init__(self) -> None:
        self.lost: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        if self.other is not None:
            self.other.transport.write(data)

    def connection_lost(self, exc: Exception | None) -> None:
        self.lost.set_result(None)
        if self.other is not None:
            self.other.transport.close()

    def pause_writing(self) -> None:
        if self.other is not None:
            self.other.transport.pause_reading()

    def resume_writing(self) -> None:
        if self.other is not None:
            self.other.transport.resume_reading()


class ClientEnd(_End):
    """The end at a client. With TLS, asyncio creates it only after the client is authenticated.

    `connected` is called with it. It stores the data that the client sends before there is an end at the server.
    Pausing the transport until then would be simpler, but Python 3.11.2 reads from a paused transport nevertheless.
    """

    def __init__(self, connected: Callable[[ClientEnd], None]) -> None:
        super().__init__()
        self._connected = connected
        self._early_data = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Report that the client is connected."""
        super().connection_made(transport)
        self._connected(self)

    def data_received(self, data: bytes) -> None:
        """Copy or store what the client sends."""
        if self.other is None:
            self._early_data += data
        else:
            super().data_received(data)

    def join(self, server: ServerEnd) -> None:
        """Copy from now on what the client sends, beginning with what it has already sent."""
        self.other = server
        server.transport.write(self._early_data)


class ServerEnd(_End):
    """The end at the gRPC server for a client."""

    def __init__(self, client: ClientEnd) -> None:
        super().__init__()
        self._client = client

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Join this end to that at the client."""
        super().connection_made(transport)
        self.other = self._client
        self._client.join(self)
