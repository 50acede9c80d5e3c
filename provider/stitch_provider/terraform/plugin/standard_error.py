"""Writes to stderr. If stderr is closed, or is a pipe that nobody reads, the provider continues nevertheless."""

from __future__ import annotations

import contextlib
import os
import select
import sys

_MILLISECONDS = 100
"""How long a reader may take to make room for more."""


def write(line: str) -> None:
    """Write a line immediately, because a plugin can be killed at any time. What nobody reads is lost."""
    # sys.stderr is None if there was no stderr when the process started.
    with contextlib.suppress(AttributeError, OSError, ValueError):
        descriptor = sys.stderr.fileno()
        room = select.poll()
        room.register(descriptor, select.POLLOUT)
        data = memoryview(f"{line}\n".encode(errors="backslashreplace"))
        # A pipe that has room takes so many bytes at once.
        while data and room.poll(_MILLISECONDS):
            data = data[os.write(descriptor, data[: select.PIPE_BUF]) :]
