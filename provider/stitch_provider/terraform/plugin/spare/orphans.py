"""Whether spares of earlier runs remain in the table of processes.

A spare outlives the process that has started it. When it ends, its new parent has to wait for it: process 1, or another
one that has declared itself a subreaper. Programs that run as process 1 of a container often do not wait. Then each
spare would remain in the table of processes as a zombie until the container ends, and the table is limited.

Nothing shows whether process 1 waits, except a process that has ended and remains. So a spare has a name of its own,
and if one remains, there are no further ones.

Sources: proc_pid_stat(5), PR_SET_CHILD_SUBREAPER(2const).
"""

from __future__ import annotations

import contextlib
import os
import time

from stitch_provider.terraform.plugin.spare import client

_NAME = b"stitch-spare"
_TICKS = os.sysconf("SC_CLK_TCK")
"""The unit of start times is a second divided by this."""

_SECONDS_TO_REAP = 10.0
"""Some programs wait for orphans only every few seconds."""


def remain(seconds_to_reap: float = _SECONDS_TO_REAP) -> bool:
    """Whether a spare was started longer ago than this, and has ended without anybody waiting for it."""
    now = time.clock_gettime(time.CLOCK_BOOTTIME)
    for name in os.listdir("/proc"):
        if name.isdigit():
            with contextlib.suppress(OSError):
                state = client.read(b"/proc/%s/stat" % name.encode())
                if b"(%s) Z" % _NAME in state and now - client.start_time(int(name)) / _TICKS > seconds_to_reap:
                    return True
    return False


def name_spare() -> None:
    """Give this process the name of spares. Raises OSError."""
    _name(_NAME)


def name_like(process: int) -> None:
    """Give this process the name of another one. Raises OSError."""
    _name(client.read(b"/proc/%d/comm" % process).strip())


def _name(name: bytes) -> None:
    with open("/proc/self/comm", "wb") as file:
        file.write(name)
