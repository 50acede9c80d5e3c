"""The first process of a run forks a spare."""

from __future__ import annotations

import contextlib
import os
import sys
from typing import TYPE_CHECKING, NamedTuple

from stitch_provider.terraform.plugin.spare import client, places

if TYPE_CHECKING:
    from stitch_provider.terraform.plugin.spare.lifetime import Lifetime
    from stitch_provider.terraform.plugin.spare.waiting import Spare
    from stitch_provider.terraform.plugin.started import Launcher, Started


class Forked(NamedTuple):
    """A spare: `spare` is None in the process that has forked it, which has its id in `process`."""

    process: int
    spare: Spare | None

    def reap(self) -> None:
        """Remove it from the table of processes, if it has already ended."""
        with contextlib.suppress(ChildProcessError):
            os.waitpid(self.process, os.WNOHANG)


def fork(launcher: Launcher, started: Started, lifetime: Lifetime) -> Forked | None:
    """Fork a spare. None if there is one already, or there cannot be one.

    Called while this process has the libraries and the provider, and has served nothing yet.
    """
    if sys.platform != "linux" or not hasattr(os, "pidfd_open") or None in {sys.stdin, sys.stdout, sys.stderr}:
        return None
    try:
        path = client.directory(os.environb, started.parent, launcher.installation)
        start = client.start_time(os.getpid())
        if client.threads_of(os.getpid()) != 1:
            return None
    except OSError:  # for example, there is no /proc
        return None
    place = places.claim(path)  # before the fork, so that the next process finds the socket
    if place is None:
        return None
    try:
        process = os.fork()
    except OSError:
        place.remove()
        place.close()
        return None
    if process:
        place.close()
        return Forked(process, None)

    # The first process does not need these modules.
    from stitch_provider.terraform.plugin.spare.waiting import Spare

    return Forked(process, Spare(place, launcher, started.parent, lifetime.seconds, start))
