"""Timestamps: the moments that texts such as `2024-05-14T09:30:00Z` mean."""

from __future__ import annotations

from datetime import UTC, datetime


def moment(text: str | None) -> datetime | None:
    """The moment of a timestamp as ISO 8601 writes it, in UTC where it has no offset; None for any other text.

    >>> moment("2024-05-14T09:30:00Z")
    datetime.datetime(2024, 5, 14, 9, 30, tzinfo=datetime.timezone.utc)
    """
    try:
        found = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
