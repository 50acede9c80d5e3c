"""A process that Terraform attaches to, and that several commands use, one after the other or at the same time.

Terraform opens a connection for each provider configuration of each command, for example one for the default
configuration and one for each alias. It keeps them until the command ends. Each connection has an instance of its own,
so a configuration applies only to its own connection.

All connections come through one socket, where gRPC cannot tell them apart: the clients of a unix socket have no
address. Therefore this module accepts them. For each it starts a gRPC server on a private socket, and copies bytes.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import os
from typing import TYPE_CHECKING, Any

from stitch_provider.terraform.plugin.instance import Instance

if TYPE_CHECKING:
    from stitch_provider.terraform.plugin.sockets import PrivateDirectory
    from stitch_provider.terraform.resource import Provider

_BYTES_AT_ONCE = 65536

_SECONDS_TO_SEND = 0.5
"""How long a client can take to receive the last responses, after its connection has ended."""


class Connections:
    """The connections to one socket. `directory` has that socket, and those between this class and the servers."""

    def __init__(self, provider: Provider[Any, Any], directory: PrivateDirectory) -> None:
        self._provider = provider
        self._directory = directory
        self._numbers = itertools.count()
        self._open: dict[asyncio.Task[None], Instance] = {}

    async def accept(self, path: str) -> asyncio.Server:
        """Accept connections on a new unix socket at `path`."""
        return await asyncio.start_unix_server(self._accept, path)

    async def finish(self) -> None:
        """Ask running operations to end early and to save what they have reached, and wait until none is running."""
        await asyncio.gather(*(instance.finish() for instance in self._open.values()))

    async def close(self) -> None:
        """End all connections."""
        for instance in self._open.values():
            instance.ending.set()
        await asyncio.gather(*self._open, return_exceptions=True)

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        instance = Instance(self._provider, asyncio.Event())
        task = asyncio.create_task(self._serve(instance, reader, writer))
        self._open[task] = instance
        task.add_done_callback(self._open.pop)

    async def _serve(self, instance: Instance, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one connection until the client closes it, calls Shutdown, or all connections are ended."""
        path = self._directory.file(str(next(self._numbers)))
        try:
            await instance.serve(path)
            inner_reader, inner_writer = await asyncio.open_unix_connection(path)
            os.unlink(path)
            requests = asyncio.create_task(_copy(reader, inner_writer))
            responses = asyncio.create_task(_copy(inner_reader, writer))
            ending = asyncio.create_task(instance.ending.wait())
            await asyncio.wait((requests, responses, ending), return_when=asyncio.FIRST_COMPLETED)
            await instance.close()
            await asyncio.wait((responses,), timeout=_SECONDS_TO_SEND)
            for task in (requests, responses, ending):
                task.cancel()
        finally:
            writer.close()


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Copy bytes until one side closes its connection, then close the other side."""
    with contextlib.suppress(ConnectionError):
        try:
            while data := await reader.read(_BYTES_AT_ONCE):
                writer.write(data)
                await writer.drain()
        finally:
            writer.close()
        await writer.wait_closed()
