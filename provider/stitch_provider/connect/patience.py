"""How long an operation may take, and what ends its waits: Terraform's wish to stop, and a deadline.

The event loop is the clock.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from stitch_provider.connect.errors import OutOfTimeError, StoppedError

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

T = TypeVar("T")


class Patience(Struct, frozen=True):
    """An operation's patience.

    `stop` is set when Terraform asks to stop; None for work that must go on. `deadline` is in seconds of the event
    loop's clock; None for none.
    """

    stop: asyncio.Event | None = None
    deadline: float | None = None

    def within(self, seconds: float) -> Patience:
        """The same, ending after so many seconds if it does not end before."""
        until = asyncio.get_running_loop().time() + seconds
        return replace(self, deadline=until if self.deadline is None else min(self.deadline, until))

    def remaining(self) -> float | None:
        """Seconds left, None for no end."""
        return None if self.deadline is None else self.deadline - asyncio.get_running_loop().time()

    def check(self) -> None:
        """Raises StoppedError or OutOfTimeError if this has ended."""
        if self.stop is not None and self.stop.is_set():
            raise StoppedError("stopped because Terraform asked to")
        remaining = self.remaining()
        if remaining is not None and remaining <= 0:
            raise OutOfTimeError("the time for this operation is over")

    async def pause(self, seconds: float) -> None:
        """Wait. Raises StoppedError at once when asked to stop, OutOfTimeError at the deadline."""
        await self.wait(lambda: asyncio.sleep(seconds))

    async def wait(self, work: Callable[[], Coroutine[Any, Any, T]]) -> T:
        """The result of `work`, which is cancelled when this ends before. Raises StoppedError, OutOfTimeError."""
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
