"""The allowance for what the service calls jobs: lists of extractions, their logs, lists of loads (reference 1.7).

The service allows an account 30 requests in any ten minutes, counted together. The limiter here is a leaky bucket of
`BURST` requests that regains one every `PERIOD / BURST` seconds. In ten minutes that is at most BURST + 600 * BURST /
PERIOD = 10 + 20 = 30: a bucket of 30 that regains 30 in ten minutes would let through twice what is allowed.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aiolimiter import AsyncLimiter

BURST = 10
"""Requests that need not wait."""

PERIOD = 300.0
"""Seconds in which a used up burst comes back."""


class Budget:
    """The allowance of one process."""

    @cached_property
    def _limiter(self) -> AsyncLimiter:
        # Imported here, as aiolimiter reads its version when it is imported, which takes 10 ms; few processes need it.
        from aiolimiter import AsyncLimiter

        return AsyncLimiter(BURST, PERIOD)

    async def spend(self) -> None:
        """Take one request out of the allowance, waiting for it if need be."""
        await self._limiter.acquire()
