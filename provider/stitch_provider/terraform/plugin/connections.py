"""The connections of a plugin process. Each has an instance of the provider, so a configuration applies only to it.

Terraform opens a connection for each provider configuration of each command, for example one for the default
configuration and one for each alias, and keeps it until the command ends. A process that Terraform starts has one
connection. A process that commands attach to has many, one after the other or at the same time.

All connections come through one socket, where gRPC cannot tell them apart: the clients of a unix socket have no
address. Therefore this module accepts them, with or without TLS. For each it starts a gRPC server on a private socket
and connects to it through the relay. It removes the path of the private socket before anything is relayed, so the
socket that it accepts connections on is the only way to reach the provider.
"""

from __future__ import annotations

import asyncio
import itertools
import os
import socket
from typing import TYPE_CHECKING, Any

from stitch_provider.terraform.plugin.instance import Instance
from stitch_provider.terraform.plugin.relay import ClientEnd, ServerEnd

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Collection

    from stitch_provider.terraform.plugin.sockets import PrivateDirectory
    from stitch_provider.terraform.resource import Provider

_SECONDS_TO_SEND = 0.5
"""How long a client can take to receive the last responses, after its connection has ended."""


class Connections:
    """The open connections of a process.

    `directory` is for the private sockets. `host_shut_down` is called when a client has called Shutdown.
    """

    def __init__(
        self, provider: Provider[Any, Any], directory: PrivateDirectory, host_shut_down: Callable[[], None]
    ) -> None:
        self._provider = provider
        self._directory = directory
        self._host_shut_down = host_shut_down
        self._numbers = itertools.count()
        self._open: dict[asyncio.Task[None], Instance] = {}

    @property
    def instances(self) -> Collection[Instance]:
        """The instances of the connections that are open, as a view."""
        return self._open.values()

    async def accept(self, listener: socket.socket, context: ssl.SSLContext | None) -> asyncio.Server:
        """Accept connections on a unix socket that listens: with TLS, or without it if `context` is None."""
        return await asyncio.get_running_loop().create_unix_server(
            lambda: ClientEnd(self._connected), sock=listener, ssl=context, backlog=socket.SOMAXCONN
        )

    async def close(self) -> None:
        """End all connections."""
        for instance in self.instances:
            instance.ending.set()
        await asyncio.gather(*self._open, return_exceptions=True)

    def _connected(self, client: ClientEnd) -> None:
        instance = Instance(self._provider, asyncio.Event())
        task = asyncio.create_task(self._serve(instance, client))
        self._open[task] = instance
        task.add_done_callback(self._open.pop)

    async def _serve(self, instance: Instance, client: ClientEnd) -> None:
        """Serve one connection until the client closes it, calls Shutdown, or all connections are ended."""
        try:
            server = await self._connect(instance, client)
            ending = asyncio.create_task(instance.ending.wait())
            await asyncio.wait((client.lost, server.lost, ending), return_when=asyncio.FIRST_COMPLETED)
            ending.cancel()
            if instance.ending.is_set():
                self._host_shut_down()
            await instance.close()
            await asyncio.wait((client.lost, server.lost), timeout=_SECONDS_TO_SEND)
        finally:
            client.transport.close()

    async def _connect(self, instance: Instance, client: ClientEnd) -> ServerEnd:
        """Start the gRPC server of an instance, and connect a client to it."""
        path = self._directory.file(str(next(self._numbers)))
        await instance.serve(path)
        try:
            _, server = await asyncio.get_running_loop().create_unix_connection(lambda: ServerEnd(client), path)
        except OSError:
            await instance.close()
            raise
        finally:
            os.unlink(path)
        return server
