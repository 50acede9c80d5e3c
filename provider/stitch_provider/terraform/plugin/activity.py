"""Counts the rpcs that are running."""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


class Activity:
    """The rpcs of the provider that are running. `idle` is set while there are none."""

    def __init__(self) -> None:
        self.idle = asyncio.Event()
        self.idle.set()
        self._running = 0

    @contextmanager
    def rpc(self) -> Iterator[None]:
        """Count an rpc in this block."""
        self._running += 1
        self.idle.clear()
        try:
            yield
        finally:
            self._running -= 1
            if self._running == 0:
                self.idle.set()
