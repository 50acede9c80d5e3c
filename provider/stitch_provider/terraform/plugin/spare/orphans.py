"""Whether spares of earlier runs remain in the table of processes.

A spare outlives the process that has started it. When it ends, its new parent has to wait for it: process 1, or another
one that has declared itself a subreaper. Programs that run as process 1 of a container often do not wait. Then each
spare would remain in the table of processes as a zombie until the container ends, and the table is limited.

Only a zombie that remains shows that process 1 does not wait. The kernel does not show when a process has ended, so a
spare that ends puts the time into its name. If such a zombie remains, each later spare ends at once.

Sources: proc_pid_stat(5), PR_SET_CHILD_SUBREAPER(2const).
"""

from __future__ import annotations

import contextlib
import math
import os
import re
import time

from stitch_provider.terraform.plugin.spare import client

_NAME = b"stitch-spare"
_NAME_AT_END = b"stitch-%08x"
"""With the seconds since the machine was started. The kernel keeps 15 bytes of a name."""

_ZOMBIE = re.compile(rb"\(stitch-([0-9a-f]{8})\) Z ")

_SECONDS_TO_REAP = 10.0
"""Some programs wait for orphans only every few seconds."""


def remain(seconds_to_reap: float = _SECONDS_TO_REAP) -> bool:
    """Whether a spare has ended longer ago than this, and nobody has waited for it."""
    for name in os.listdir("/proc"):
        if name.isdigit():
            with contextlib.suppress(OSError):
                seconds = seconds_since_end(int(name))
                if seconds is not None and seconds > seconds_to_reap:
                    return True
    return False


def seconds_since_end(process: int) -> float | None:
    """How many seconds ago a spare has ended that is still a zombie; None for any other process. Raises OSError.

    It is also None for a spare that was killed, because its name does not contain the time.
    """
    ended = _ZOMBIE.search(client.read(b"/proc/%d/stat" % process))
    return None if ended is None else _now() - int(ended[1], 16)


def name_spare() -> None:
    """Give this process the name of spares. Raises OSError."""
    _name(_NAME)


def is_named_spare(process: int) -> bool:
    """Whether a process has the name of spares, which it gets when it is ready. Raises OSError."""
    return client.read(b"/proc/%d/comm" % process) == _NAME + b"\n"


def name_ended_spare() -> None:
    """Give this process the name of a spare that ends now. Raises OSError."""
    _name(_NAME_AT_END % math.ceil(_now()))


def name_like(process: int) -> None:
    """Give this process the name of another one. Raises OSError."""
    _name(client.read(b"/proc/%d/comm" % process).strip())


def _now() -> float:
    return time.clock_gettime(time.CLOCK_BOOTTIME)


def _name(name: bytes) -> None:
    with open("/proc/self/comm", "wb") as file:
        file.write(name)
