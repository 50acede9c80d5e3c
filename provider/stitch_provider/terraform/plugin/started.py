"""The process that the host has started, and the host."""

from __future__ import annotations

import os
import signal
from typing import NamedTuple

from stitch_provider.terraform.plugin.spare import client


class Started(NamedTuple):
    """The process that the host has started, and its parent, which is the host.

    It is this process, or the one in whose place this process serves.
    """

    process: int
    parent: int

    @classmethod
    def itself(cls) -> Started:
        """This process."""
        return cls(os.getpid(), os.getppid())

    @property
    def signals_passed_on(self) -> tuple[signal.Signals, ...]:
        """What this process receives in addition if it serves in the place of another one that receives SIGTERM.

        A SIGTERM to the process group reaches both, so a process counts each of the two signals on its own.
        """
        return () if self.process == os.getpid() else (signal.SIGUSR1,)

    def is_orphan(self) -> bool:
        """Whether the host has ended."""
        if self.process == os.getpid():
            return os.getppid() != self.parent
        try:
            return client.parent_of(self.process) != self.parent
        except OSError:
            return True
