"""The end of an operation: when Terraform asks to stop, or when its time limit is reached.

Moments and durations are in seconds of the event loop's clock.
"""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING, Any, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from stitch_provider.connect.errors import OutOfTimeError, StoppedError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

T = TypeVar("T")


class Deadline(Struct, frozen=True):
    """The end of an operation.

    `stop` is set when Terraform asks to stop; None for work that must go on. `at` is the moment of the end, None for
    none.
    """

    stop: asyncio.Event | None = None
    at: float | None = None

    def within(self, seconds: float) -> Deadline:
        """The same, or in so many seconds if that is earlier."""
        until = asyncio.get_running_loop().time() + seconds
        return replace(self, at=until if self.at is None else min(self.at, until))

    def remaining(self) -> float | None:
        """Seconds left, None for no end."""
        return None if self.at is None else self.at - asyncio.get_running_loop().time()

    def check(self) -> None:
        """Raises StoppedError or OutOfTimeError if the end has come."""
        if self.stop is not None and self.stop.is_set():
            raise StoppedError("stopped because Terraform asked to")
        remaining = self.remaining()
        if remaining is not None and remaining <= 0:
            raise OutOfTimeError("the time for this operation is over")

    async def pause(self, seconds: float) -> None:
        """Wait. Raises StoppedError at once when asked to stop, OutOfTimeError at the deadline."""
        await self.run(lambda: asyncio.sleep(seconds))

    async def pause_before_attempt(self, seconds: float) -> None:
        """Wait. Raises EndedError where no time would be left for the attempt that follows, StoppedError at once."""
        remaining = self.remaining()
        if remaining is not None and remaining <= seconds:
            raise OutOfTimeError("the time for this operation is over")
        await self.pause(seconds)

    async def run(self, work: Callable[[], Awaitable[T]]) -> T:
        """The result of `work`, which is cancelled when the end comes first. Raises StoppedError, OutOfTimeError."""
        self.check()
        task = asyncio.ensure_future(work())
        watched: set[asyncio.Future[Any]] = {task}
        if self.stop is not None:
            watched.add(asyncio.ensure_future(self.stop.wait()))
        try:
            await asyncio.wait(watched, timeout=self.remaining(), return_when=asyncio.FIRST_COMPLETED)
            if not task.done():
                self.check()
                raise OutOfTimeError("the time for this operation is over")
            return task.result()
        finally:
            for future in watched:
                future.cancel()

    @contextlib.asynccontextmanager
    async def hold(self, lock: asyncio.Lock | asyncio.Semaphore) -> AsyncIterator[None]:
        """Hold the lock, once it is free. Raises StoppedError and OutOfTimeError while it waits."""
        waiting = asyncio.ensure_future(lock.acquire())
        try:
            await self.run(lambda: waiting)
            yield
        finally:
            # also where the wait was over at the moment at which this task was cancelled
            if not waiting.cancel() and not waiting.cancelled():
                lock.release()


NO_DEADLINE = Deadline()
"""For calls that several callers share, and for work that must go on."""
