"""Spares that have ended and that nobody has waited for."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from stitch_provider.terraform.plugin.spare import orphans

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="there are no spares")

PROGRAM = "from stitch_provider.terraform.plugin.spare import orphans; orphans.name_spare()"


@pytest.fixture
def zombie() -> Iterator[None]:
    """A process with the name of a spare, which has ended and is still in the table of processes."""
    process = subprocess.Popen([sys.executable, "-c", PROGRAM])
    os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
    yield
    assert process.wait() == 0


@pytest.mark.usefixtures("zombie")
def test_a_spare_that_has_ended_and_was_not_waited_for_is_noticed() -> None:
    assert orphans.remain(seconds_to_reap=-1.0)


@pytest.mark.usefixtures("zombie")
def test_a_spare_that_has_just_ended_may_still_be_waited_for() -> None:
    assert not orphans.remain(seconds_to_reap=3600.0)
