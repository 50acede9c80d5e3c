"""What a spare gives up of its parent, and what its workers get back."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
from typing import TYPE_CHECKING

from stitch_provider.terraform.plugin.spare import client

if TYPE_CHECKING:
    from collections.abc import Collection
    from types import FrameType
    from typing import Self

KILL = signal.SIGKILL

_LOADER = b"LD_"
_TO_END = (signal.SIGTERM, signal.SIGHUP)


def detach(kept: Collection[int]) -> None:
    """Leave the process group, the working directory, the standard streams and all descriptors except `kept`.

    Signals to the group, such as those of a terminal, do not reach the spare any more. Raises OSError.
    """
    os.setpgid(0, 0)
    os.chdir("/")
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in range(client.STREAMS):
        os.dup2(nothing, stream)
    for name in os.listdir("/proc/self/fd"):
        if int(name) >= client.STREAMS and int(name) not in kept:
            with contextlib.suppress(OSError):  # the one that has listed them
                os.close(int(name))


def forget_environment() -> None:
    """Remove all variables, also those with which the process was started. Raises OSError.

    The kernel keeps the latter in the memory of the process and shows them in /proc/PID/environ. Those of the dynamic
    loader stay, because it can use that memory when it loads a library.
    """
    os.environb.clear()
    start, end = client.memory_of_environment(os.getpid())
    if start >= end:
        raise OSError
    memory = os.open("/proc/self/mem", os.O_RDWR | os.O_CLOEXEC)
    try:
        variables = os.pread(memory, end - start, start).split(b"\0")
        kept = b"\0".join(each if each.startswith(_LOADER) else bytes(len(each)) for each in variables)
        if os.pwrite(memory, kept, start) != end - start:
            raise OSError
    finally:
        os.close(memory)


class Termination:
    """Becomes readable when the process is asked to end. `close` restores what signals did before."""

    def __init__(self) -> None:
        self._reader, self._writer = socket.socketpair()
        self._reader.settimeout(0)
        self._writer.settimeout(0)
        signal.set_wakeup_fd(self._writer.fileno(), warn_on_full_buffer=False)
        self._before = {number: signal.signal(number, _noticed) for number in _TO_END}

    def fileno(self) -> int:
        """The descriptor to wait for."""
        return self._reader.fileno()

    def close(self) -> None:
        """Restore what signals did before."""
        for number, handler in self._before.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(-1)
        self._reader.close()
        self._writer.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _noticed(number: int, frame: FrameType | None) -> None:
    """The number is written to the descriptor that wakes the process up."""
