"""Threads of this process. A fork has only the one that forks."""

from __future__ import annotations

import os


def is_single() -> bool:
    """Whether this process has one thread, including those of libraries that are not written in Python."""
    try:
        return len(os.listdir("/proc/self/task")) == 1
    except OSError:
        return False
