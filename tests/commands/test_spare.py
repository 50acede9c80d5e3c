"""The command `spare`. What it finds is real: the directory of a spare in which this test listens."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from stitch_provider.commands.spare import spare
from stitch_provider.terraform.plugin.spare import client, orphans, places

if TYPE_CHECKING:
    from collections.abc import Iterator

linux = pytest.mark.skipif(sys.platform != "linux", reason="there are no spares")


@pytest.fixture
def temporary(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path_factory.mktemp("t")
    monkeypatch.setenv("TMPDIR", str(folder))
    return folder


@pytest.fixture
def received() -> Iterator[list[int]]:
    """The signals that have asked this process to end."""
    numbers: list[int] = []
    before = signal.signal(signal.SIGTERM, lambda number, _: numbers.append(number))
    yield numbers
    signal.signal(signal.SIGTERM, before)


@contextlib.contextmanager
def listening(temporary: Path) -> Iterator[None]:
    """This process listens, as a first process does until its spare is ready."""
    place = places.claim(os.fsencode(temporary / "stitch-1-2-3-4"))
    assert place is not None
    yield
    place.close()


@contextlib.contextmanager
def waiting(temporary: Path) -> Iterator[None]:
    """This process listens, and has the name of spares."""
    before = client.read(b"/proc/self/comm")
    with listening(temporary):
        orphans.name_spare()
        yield
        Path("/proc/self/comm").write_bytes(before)


@pytest.mark.parametrize("directory", ["/dev/null", "/proc/nothing"])
def test_a_temporary_directory_that_is_none_has_no_spares(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], directory: str
) -> None:
    monkeypatch.setenv("TMPDIR", directory)
    assert spare() == 0
    assert capsys.readouterr().out == "No spare process runs.\n"


def test_without_a_spare_it_says_so(temporary: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert spare() == 0
    assert capsys.readouterr().out == "No spare process runs.\n"


@linux
def test_it_names_the_process_and_leaves_it_alone(temporary: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with waiting(temporary):
        assert spare() == 0
    assert capsys.readouterr().out == f"Running: process {os.getpid()}\n"


@linux
def test_stop_terminates_it(temporary: Path, received: list[int], capsys: pytest.CaptureFixture[str]) -> None:
    with waiting(temporary):
        assert spare(stop=True) == 0
    assert received == [signal.SIGTERM]
    assert capsys.readouterr().out == f"Ended: process {os.getpid()}\n"


@linux
def test_a_process_that_serves_and_whose_spare_is_not_ready_is_left_alone(
    temporary: Path, received: list[int], capsys: pytest.CaptureFixture[str]
) -> None:
    """It creates the socket before it forks the spare."""
    with listening(temporary):
        assert spare(stop=True) == 0
    assert received == []
    assert capsys.readouterr().out == "No spare process runs.\n"
