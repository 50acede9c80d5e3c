"""Signals that end the process."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import signal
    from collections.abc import Callable, Iterable


def on(numbers: Iterable[signal.Signals], first: Callable[[], None], later: Callable[[], None]) -> None:
    """Call `first` on the running loop for the first of these signals, and `later` for every other one."""
    loop, watched = asyncio.get_running_loop(), tuple(numbers)

    def received() -> None:
        for number in watched:
            loop.add_signal_handler(number, later)
        first()

    for number in watched:
        loop.add_signal_handler(number, received)
