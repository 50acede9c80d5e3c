"""Times: seconds since the epoch in the simulator, ISO 8601 in UTC with whole seconds in the API (reference 1.1)."""

from __future__ import annotations

from datetime import UTC, datetime


def timestamp(moment: float) -> str:
    """The time in the form of the API, such as `2024-05-14T09:30:00Z`."""
    return datetime.fromtimestamp(int(moment), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def parse_timestamp(text: object) -> float | None:
    """The time of an ISO 8601 date-time, UTC if it has no offset; None if the text is not a date-time."""
    if not isinstance(text, str) or "T" not in text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
