"""Spares that have ended and that nobody has waited for."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import textwrap
import time
from typing import TYPE_CHECKING

import pytest

from fakes.waiting import until
from stitch_provider.terraform.plugin.spare import orphans
from terraform.plugin.spare.conftest import Run, has_ended, spare_of

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="there are no spares")

PROGRAM = """
    import os, signal, sys
    from stitch_provider.terraform.plugin.spare import orphans
    orphans.name_spare()
    print(flush=True)
    sys.stdin.read()
    if sys.argv[1:] == ["killed"]:
        os.kill(os.getpid(), signal.SIGKILL)
    orphans.name_ended_spare()
"""


@contextlib.contextmanager
def zombie(*arguments: str) -> Iterator[tuple[int, float]]:
    """A process with the names of a spare, which has ended and is still in the table of processes.

    Yields its id, and the time of `time.monotonic` when it was asked to end.
    """
    command = (sys.executable, "-c", textwrap.dedent(PROGRAM), *arguments)
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdout.readline()
        asked = time.monotonic()
        process.stdin.close()
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
        yield process.pid, asked
    assert process.returncode == (-signal.SIGKILL if arguments else 0)


def test_a_spare_that_has_ended_and_was_not_waited_for_is_noticed() -> None:
    with zombie():
        assert orphans.remain(seconds_to_reap=-2.0)


def test_the_time_since_the_end_of_a_spare_counts_and_not_how_long_it_has_run() -> None:
    """Process 1 of some machines waits for orphans only every few seconds."""
    with zombie() as (process, asked):
        seconds = orphans.seconds_since_end(process)
        assert seconds is not None
        assert seconds <= time.monotonic() - asked


def test_a_spare_that_was_killed_does_not_count() -> None:
    with zombie("killed") as (process, _):
        assert orphans.seconds_since_end(process) is None


def test_a_process_that_runs_does_not_count() -> None:
    assert orphans.seconds_since_end(os.getpid()) is None


@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="there is no spare without pidfd")
async def test_a_spare_shows_when_it_has_ended(run: Run) -> None:
    async with run.started() as first:
        spare = await spare_of(first.process.pid)
        assert orphans.seconds_since_end(spare) is None
        os.kill(spare, signal.SIGTERM)
        await until(lambda: has_ended(spare))
        assert orphans.seconds_since_end(spare) is not None  # its parent has not waited for it yet
