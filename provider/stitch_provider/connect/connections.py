"""The connections to the service: a limited number of requests at a time, in the order in which they arrive.

Waiting for a connection is not part of an attempt: the time limit of an attempt begins when its request is sent.
"""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from stitch_provider.connect.deadline import Deadline

CONNECTIONS = 10
"""As many as the operations that Terraform runs at a time."""


class Connections:
    """The free connections."""

    def __init__(self) -> None:
        self._free = asyncio.Semaphore(CONNECTIONS)

    @contextlib.asynccontextmanager
    async def one(self, deadline: Deadline) -> AsyncIterator[None]:
        """Hold a connection, once there is one. Raises StoppedError and OutOfTimeError while it waits."""
        waiting = asyncio.ensure_future(self._free.acquire())
        try:
            await deadline.run(lambda: waiting)
            yield
        finally:
            # also where the wait was over at the moment at which this task was cancelled
            if not waiting.cancel() and not waiting.cancelled():
                self._free.release()
