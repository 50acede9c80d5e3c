"""Whether and when to send a request again. Pure: knows no request and no clock.

A library would bring its own clock and its own sleep; ours must end the moment Terraform asks to stop, and run in tests
that never sleep. What is left is this arithmetic.
"""

from __future__ import annotations

import random
from datetime import UTC, datetime

ATTEMPTS = 6
"""How often a request is sent at most: about six seconds of pauses in all."""

FIRST_PAUSE = 0.25
LONGEST_PAUSE = 8.0
"""Seconds."""

LONGEST_RETRY_AFTER = 120.0
"""Seconds; a service that asks for more is better reported than waited for."""

_ENDLESS = 10**9

TRANSIENT = frozenset({429, 500, 502, 503, 504})
"""Statuses after which the same request may succeed."""


def pause_after(attempt: int) -> float:
    """Seconds to wait after the attempt of this number (from 1): doubling, and random so that callers spread."""
    return min(LONGEST_PAUSE, FIRST_PAUSE * 2.0 ** (attempt - 1)) * random.uniform(0.5, 1)  # noqa: S311 - no secret


def parse_date(text: str | None) -> datetime | None:
    """An HTTP date, or None for anything else."""
    from email.utils import parsedate_to_datetime

    try:
        date = parsedate_to_datetime(text or "")
    except ValueError:
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
