"""Decides when a call is made again after a failure, and for how long.

A call that was answered with 429 (too many requests) is made again, after pauses that grow, as long as its operation
has time. All other failures end the call after a number of attempts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from stitch_provider.connect.retry import AFTER_FAILURE, AFTER_TOO_MANY, RetryPolicy, lengthened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stitch_provider.connect.deadline import Deadline
    from stitch_provider.connect.limits import Limits


class Attempts:
    """The attempts of one call.

    Where the operation has no time limit, `limits.call` is that of the call, or `limits.rationed` for a call that is
    `rationed`. Waiting for a connection does not count.
    """

    def __init__(self, limits: Limits, deadline: Deadline, *, rationed: bool = False) -> None:
        self._limits = limits
        self._longest = limits.rationed if rationed else limits.call
        self._deadline = deadline
        self._spent = self._failing = 0.0
        self._pauses = _within(AFTER_FAILURE, limits, attempts=limits.attempts)
        self._pauses_after_too_many = _within(AFTER_TOO_MANY, limits, attempts=None)

    @property
    def seconds(self) -> float:
        """How long the next attempt may take."""
        remaining = self._deadline.remaining()
        return min(self._limits.answer, self._longest - self._spent if remaining is None else remaining)

    async def next(self, *, too_many: bool, asked: float | None, took: float) -> bool:
        """Wait until the call can be made again; False if it is not to be.

        `too_many` says whether the last attempt was answered with 429. `took` is how many seconds it took, and `asked`
        the pause that the service asks for. Raises EndedError where the operation ends first.
        """
        self._spent += took
        self._failing += 0 if too_many else took
        pause = self._pause(too_many=too_many, asked=asked)
        if pause is None:
            return False
        await self._deadline.pause_before_attempt(pause)
        return True

    def _pause(self, *, too_many: bool, asked: float | None) -> float | None:
        usual = next(self._pauses_after_too_many if too_many else self._pauses, None)
        if usual is None or self._failing >= self._limits.failing:
            return None
        if asked is not None and asked > self._limits.pause:
            return None
        pause = lengthened(usual, asked)
        self._spent += pause
        return pause if self._deadline.at is not None or self._spent < self._longest else None


def _within(policy: RetryPolicy, limits: Limits, *, attempts: int | None) -> Iterator[float]:
    return replace(policy, longest=min(policy.longest, limits.pause), attempts=attempts).pauses()
