"""The allowance for reports: lists of extractions, their logs, and lists of loads (reference 1.7).

The service does not enforce it at present, and a switch enforces it here.
"""

from __future__ import annotations

from collections import deque
from typing import Final

PERIOD: Final = 600.0
"""Seconds in which an account may make a number of requests."""


class Allowance:
    """The moments of the requests that were answered, by account."""

    def __init__(self) -> None:
        self._moments: dict[int, deque[float]] = {}

    def take(self, client_id: int, now: float, most: int) -> bool:
        """Take one request, unless the account has made `most` within the last `PERIOD`; whether it was taken."""
        moments = self._moments.setdefault(client_id, deque())
        while moments and moments[0] <= now - PERIOD:
            moments.popleft()
        if len(moments) >= most:
            return False
        moments.append(now)
        return True

    def clear(self) -> None:
        """Forget all requests."""
        self._moments.clear()
