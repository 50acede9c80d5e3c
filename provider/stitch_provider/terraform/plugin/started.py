"""How this process was started: by which host, and by which launcher."""

from __future__ import annotations

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
