"""Watches the parent process, so that the plugin ends if Terraform ends without stopping it."""

from __future__ import annotations

import asyncio
import contextlib
import os
import select
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from stitch_provider.terraform.plugin.started import Started

_SECONDS_BETWEEN_CHECKS = 0.5


def watch(started: Started, ended: Callable[[], None]) -> None:
    """Call `ended` on the running loop when the host has ended.

    The kernel reports the end through a pidfd on Linux and a kqueue on macOS. Otherwise the id of the parent is checked
    regularly: it changes when the parent ends.
    """
    loop = asyncio.get_running_loop()
    descriptor = _descriptor(started.parent)
    if descriptor is not None:

        def readable() -> None:
            loop.remove_reader(descriptor)
            ended()

        loop.add_reader(descriptor, readable)

    def check() -> None:
        if started.is_orphan():
            ended()
        elif descriptor is None:
            loop.call_later(_SECONDS_BETWEEN_CHECKS, check)

    check()


def _descriptor(process: int) -> int | None:
    """A file descriptor that becomes readable when the process ends, or None if the system does not support that."""
    if sys.platform == "linux" and hasattr(os, "pidfd_open"):  # a Python that was built for old kernels has none
        with contextlib.suppress(OSError):
            return os.pidfd_open(process)
    elif sys.platform == "darwin":
        with contextlib.suppress(OSError):
            queue = select.kqueue()
            event = select.kevent(process, select.KQ_FILTER_PROC, select.KQ_EV_ADD, select.KQ_NOTE_EXIT)
            queue.control([event], 0)
            return os.dup(queue.fileno())
    return None
