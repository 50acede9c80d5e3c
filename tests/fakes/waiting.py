"""Waiting for what another process does."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

SECONDS = 60.0
"""How long a test waits for what must happen. It takes far less, except on a machine that is overloaded."""


async def until(condition: Callable[[], T]) -> T:
    """Wait for a true value, and return it."""
    async with asyncio.timeout(SECONDS):
        while not (found := condition()):
            await asyncio.sleep(0.005)
        return found
