"""The parent's life: a plugin whose Terraform is gone has nobody to end it but itself."""

from __future__ import annotations

import asyncio
import contextlib
import os
import select
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_SECONDS_BETWEEN_LOOKS = 0.5


def watch(parent: int, ended: Callable[[], None]) -> None:
    """Call `ended` on the running loop once the process `parent` is gone.

    The kernel tells where it can (a pidfd on Linux, a kqueue on macOS); elsewhere the parent's id is looked at now and
    then, as an orphan gets another one.
    """
    loop = asyncio.get_running_loop()
    descriptor = _descriptor(parent)
    if descriptor is not None:

        def readable() -> None:
            loop.remove_reader(descriptor)
            ended()

        loop.add_reader(descriptor, readable)

    def look() -> None:
        if os.getppid() != parent:
            ended()
        elif descriptor is None:
            loop.call_later(_SECONDS_BETWEEN_LOOKS, look)

    look()


def _descriptor(process: int) -> int | None:
    """A file descriptor that becomes readable when the process ends, if this system has one."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError):
            return os.pidfd_open(process)
    elif sys.platform == "darwin":
        with contextlib.suppress(OSError):
            queue = select.kqueue()
            event = select.kevent(process, select.KQ_FILTER_PROC, select.KQ_EV_ADD, select.KQ_NOTE_EXIT)
            queue.control([event], 0)
            return os.dup(queue.fileno())
    return None
