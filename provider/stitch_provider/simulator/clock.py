"""Moments: seconds since the epoch inside, ISO 8601 in UTC with a `Z` and second precision outside (reference 1.1)."""

from __future__ import annotations

from datetime import UTC, datetime


def stamp(moment: float) -> str:
    """The moment as the API writes it, such as `2024-05-14T09:30:00Z`."""
    return datetime.fromtimestamp(int(moment), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def parse_stamp(text: object) -> float | None:
    """The moment of an ISO 8601 date-time, None if it is none; without an offset it is UTC."""
    if not isinstance(text, str) or "T" not in text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
