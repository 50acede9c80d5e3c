"""The connections to the service: a limited number of requests at a time, in the order in which they arrive.

Waiting for a connection is not part of an attempt: the time limit of an attempt begins when its request is sent.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from contextlib import AbstractAsyncContextManager

    from stitch_provider.connect.deadline import Deadline

CONNECTIONS = 10
"""As many as the operations that Terraform runs at a time."""


class Connections:
    """The free connections."""

    def __init__(self) -> None:
        self._free = asyncio.Semaphore(CONNECTIONS)

    def one(self, deadline: Deadline) -> AbstractAsyncContextManager[None]:
        """Hold a connection, once there is one. Raises StoppedError and OutOfTimeError while it waits."""
        return deadline.hold(self._free)
