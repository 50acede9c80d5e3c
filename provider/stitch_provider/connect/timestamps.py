"""Timestamps: moments in UTC, as the API writes them."""

from datetime import UTC, datetime


def timestamp() -> str:
    """The present moment, such as `2024-05-14T09:30:00Z`."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
