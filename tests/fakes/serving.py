"""A gRPC server in this process, for tests that need no process of their own."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import grpc

from stitch_provider.terraform.engine.session import Session
from stitch_provider.terraform.plugin import server
from stitch_provider.terraform.plugin.activity import Activity

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from stitch_provider.terraform.protocol.failures import Log
    from stitch_provider.terraform.resource import Provider


def _no_failure(rpc: str, reference: str, failure: BaseException) -> None:
    raise failure


@asynccontextmanager
async def serving(
    provider: Provider[Any, Any], directory: Path, *, log: Log = _no_failure, ending: asyncio.Event | None = None
) -> AsyncIterator[grpc.aio.Channel]:
    """A channel to a server of this provider, on a socket in `directory`."""
    address = f"unix:{directory}/s"
    running = server.create(Session(provider), log, Activity(), ending or asyncio.Event())
    running.add_insecure_port(address)
    await running.start()
    try:
        async with grpc.aio.insecure_channel(address, options=[("grpc.max_receive_message_length", -1)]) as channel:
            yield channel
    finally:
        await running.stop(None)
