"""How this process was started: by which host, and by which launcher."""

from __future__ import annotations

import contextlib
import os
import signal
from typing import TYPE_CHECKING, NamedTuple

from stitch_provider.terraform.plugin.spare import client

if TYPE_CHECKING:
    from collections.abc import Callable


class Launcher(NamedTuple):
    """The program that has asked a spare before it started the provider in this process.

    `installation` is a file that an update of the provider replaces. Importing modules needs the `descriptors`.
    `prepare` imports in a spare what an ordinary process imports only when it needs it.
    """

    installation: str
    descriptors: tuple[int, ...]
    prepare: Callable[[], None]


class Started(NamedTuple):
    """The process that the host has started, and its parent, which is the host.

    It is this process, or the launcher in whose place this process serves. Only a worker has the descriptors:
    `connection` is that to the launcher, and the eventfd `uses` counts the workers of the spare that have served.
    """

    process: int
    parent: int
    connection: int | None = None
    uses: int | None = None

    @classmethod
    def itself(cls) -> Started:
        """This process."""
        return cls(os.getpid(), os.getppid())

    @property
    def is_this_process(self) -> bool:
        """Whether this process serves the host that has started it."""
        return self.process == os.getpid()

    @property
    def signals_passed_on(self) -> tuple[signal.Signals, ...]:
        """What this process receives in addition if it serves in the place of another one that receives SIGTERM.

        A SIGTERM to the process group reaches both, so a process counts each of the two signals on its own.
        """
        return () if self.is_this_process else (signal.SIGUSR1,)

    def report_success(self) -> None:
        """In a worker that has served, let the launcher end with exit code 0. The worker has to end next.

        The spare reports every other end. It notices an end only when the kernel has released the memory of the
        process, which takes milliseconds. The host waits for the launcher and for the end of the standard streams.
        """
        if self.connection is None or self.uses is None:
            return
        os.closerange(0, client.STREAMS)
        os.eventfd_write(self.uses, 1)
        with contextlib.suppress(OSError):  # The launcher has ended.
            os.write(self.connection, client.number(0))

    def is_orphan(self) -> bool:
        """Whether the host has ended."""
        if self.is_this_process:
            return os.getppid() != self.parent
        try:
            return client.parent_of(self.process) != self.parent
        except OSError:
            return True
