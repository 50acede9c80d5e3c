"""Calls that several callers share.

If one caller is cancelled, the call continues for the others. If the last one is cancelled, so is the call. A failure
is raised in all callers that waited, and is not kept.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from stitch_provider.connect.errors import ConnectError

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Hashable

    from stitch_provider.connect.deadline import Deadline

K = TypeVar("K", bound="Hashable")
T = TypeVar("T")

GATHER = 0.005
"""Seconds to wait for other callers of the same: ten operations that Terraform starts together arrive within it."""


class SharedCall(Generic[T]):
    """One call, begun `after` so many seconds, whose result any number of callers await."""

    def __init__(self, call: Callable[[], Coroutine[Any, Any, T]], *, after: float = 0) -> None:
        self.begun = False
        self._waiting = 0
        self._task = asyncio.ensure_future(self._run(call, after))

    @property
    def usable(self) -> bool:
        """Whether it is under way or has succeeded."""
        if not self._task.done():
            return not self._task.cancelling()
        return not self._task.cancelled() and self._task.exception() is None

    @property
    def value(self) -> T | None:
        """The result if it is there, else None."""
        return self._task.result() if self._task.done() and self.usable else None

    @property
    def under_way(self) -> bool:
        """Whether the result is still to come."""
        return not self._task.done() and self.usable

    async def result(self) -> T:
        """The result of the call. Where it failed with a ConnectError, raises a copy of that for each caller."""
        self._waiting += 1
        try:
            await asyncio.wait({self._task})
            failure = self._task.exception()
            if isinstance(failure, ConnectError):
                raise failure.copy()
            return self._task.result()
        finally:
            self._waiting -= 1
            if not self._waiting:
                self._task.cancel()

    async def _run(self, call: Callable[[], Coroutine[Any, Any, T]], after: float) -> T:
        if after:
            await asyncio.sleep(after)
        self.begun = True
        return await call()


class Cache(Generic[K, T]):
    """Results of calls by key, each made once until it is forgotten. A result can also be `set`."""

    def __init__(self) -> None:
        self._calls: dict[K, SharedCall[T]] = {}
        self._values: dict[K, T] = {}

    def get(self, key: K) -> T | None:
        """The result if it is there, else None."""
        call = self._calls.get(key)
        return self._values.get(key) if call is None else call.value

    async def fetch(self, key: K, call: Callable[[], Coroutine[Any, Any, T]], *, fresh: bool = False) -> T:
        """The result of `call`, made now unless it was already; `fresh` joins no call that has begun."""
        if key in self._values and not fresh:
            return self._values[key]
        shared = self._calls.get(key)
        if shared is None or not shared.usable or (fresh and shared.begun):
            self._values.pop(key, None)
            shared = self._calls[key] = SharedCall(call, after=GATHER if fresh else 0)
        return await shared.result()

    async def read(
        self, key: K, call: Callable[[], Coroutine[Any, Any, T]], deadline: Deadline, *, fresh: bool = False
    ) -> T:
        """The same as `fetch`, but not beyond the deadline of the caller."""
        known = None if fresh else self.get(key)
        if known is not None:
            return known
        return await deadline.run(lambda: self.fetch(key, call, fresh=fresh))

    def set(self, key: K, result: T) -> None:
        """Return this result from now on; callers that wait for a call under way still get its result."""
        self._calls.pop(key, None)
        self._values[key] = result

    def forget(self, key: K) -> None:
        """Call again for the next caller; callers that wait for a call under way still get its result."""
        self._calls.pop(key, None)
        self._values.pop(key, None)

    def forget_where(self, affected: Callable[[K], bool]) -> None:
        """Forget the keys for which `affected` holds."""
        for key in [key for key in (*self._calls, *self._values) if affected(key)]:
            self.forget(key)
