"""How long to wait before the next attempt. Pure: uses no request and no clock.

A library would bring its own clock and its own sleep. A pause of ours must end at once when Terraform asks to stop, and
run in tests that never sleep. What remains is this arithmetic.
"""

from __future__ import annotations

import random
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterator

SPREAD = 0.25
"""Share of the pause that a service asks for, added at random: callers that got the same header return apart."""

_ENDLESS = 10**9


class RetryPolicy(Struct, frozen=True, kw_only=True):
    """The pauses between attempts: `first` seconds, then `growth` times longer each, up to `longest` seconds.

    `jitter` is the share of a pause that is random, so that callers that failed together do not return together: with
    0.5 a pause is between half of its length and all of it. There are at most `attempts`, None for no limit. The time
    that all of them may take is the caller's (`Connect.within`).
    """

    first: float
    longest: float
    growth: float = 2.0
    jitter: float = 0.0
    attempts: int | None = None

    def pauses(self) -> Iterator[float]:
        """Seconds to wait after each failed attempt but the last."""
        pause, attempt = self.first, 1
        while self.attempts is None or attempt < self.attempts:
            yield pause * random.uniform(1 - self.jitter, 1)
            pause, attempt = min(pause * self.growth, self.longest), attempt + 1


AFTER_FAILURE = RetryPolicy(first=0.25, longest=8.0, jitter=0.5)
"""Six attempts make about six seconds of pauses in all."""

AFTER_TOO_MANY = RetryPolicy(first=0.25, longest=30.0, jitter=0.5)
"""After 429, as long as there is time."""


def lengthened(pause: float, asked: float | None) -> float:
    """The pause in seconds, not shorter than the service asks for."""
    return pause if asked is None else max(asked, pause) * random.uniform(1, 1 + SPREAD)


def parse_date(text: str | None) -> datetime | None:
    """An HTTP date, or None for anything else."""
    from email.utils import parsedate_to_datetime

    try:
        date = parsedate_to_datetime(text or "")
    except (ValueError, OverflowError):
        return None
    return date if date.tzinfo else date.replace(tzinfo=UTC)


def parse_retry_after(text: str | None, now: datetime) -> float | None:
    """Seconds that a `Retry-After` header asks for: a number, or a date seen from `now`; None where it is neither."""
    if text is None:
        return None
    try:
        return float(min(max(0, int(text)), _ENDLESS))
    except ValueError:
        date = parse_date(text)
        return None if date is None else max(0.0, (date - now).total_seconds())
