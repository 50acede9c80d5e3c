"""An instance of the provider: a session, and the gRPC server that serves it.

Terraform connects once for each provider configuration of a command. All that the operations of one connection share
is in its instance: the client of the service, what was read, and whether Terraform has asked to stop.
"""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING, Any

from stitch_provider.terraform.engine import configure
from stitch_provider.terraform.engine.close_ephemeral import close_opened
from stitch_provider.terraform.engine.session import Session
from stitch_provider.terraform.plugin import log, server
from stitch_provider.terraform.plugin.activity import Activity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from stitch_provider.terraform.resource import Provider

_SECONDS_TO_ANSWER = 0.2
"""How long rpcs that are still running can take when the instance closes. Then they are aborted."""

_SECONDS_TO_CLOSE = 1.5
"""How long it can take to close what is open. Terraform kills a process that has not ended after 2 seconds."""


class Instance:
    """A session and its gRPC server, which sets `ending` when the host calls Shutdown."""

    def __init__(self, provider: Provider[Any, Any], ending: asyncio.Event) -> None:
        self.session = Session(provider)
        self.activity = Activity()
        self.ending = ending
        self._server = server.create(self.session, log.unexpected, self.activity, ending)

    async def serve(self, path: str) -> None:
        """Start to serve on a unix socket at `path`, without TLS."""
        self._server.add_insecure_port(f"unix:{path}")
        await self._server.start()

    async def finish(self) -> None:
        """Ask running operations to end early and to save what they have reached, and wait until none is running."""
        self.session.stop.set()
        await self.activity.idle.wait()

    async def close(self) -> None:
        """End the connection, close the ephemeral objects that Terraform left open, and close the provider data."""
        await self._server.stop(_SECONDS_TO_ANSWER)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_SECONDS_TO_CLOSE):
                for problem in await close_opened(self.session):
                    log.problem(problem.summary, problem.detail)
                await configure.shut_down(self.session)


async def finish(instances: Iterable[Instance]) -> None:
    """`Instance.finish` for each of them, at the same time."""
    await asyncio.gather(*(instance.finish() for instance in instances))
