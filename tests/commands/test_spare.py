"""The command `spare`. What it finds is real: the directory of a spare in which this test listens."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from typing import TYPE_CHECKING

import pytest

from stitch_provider.commands.spare import spare
from stitch_provider.terraform.plugin.spare import places

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

linux = pytest.mark.skipif(sys.platform != "linux", reason="there are no spares")


@pytest.fixture
def temporary(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path_factory.mktemp("t")
    monkeypatch.setenv("TMPDIR", str(folder))
    return folder


@contextlib.contextmanager
def listening(temporary: Path) -> Iterator[None]:
    place = places.claim(os.fsencode(temporary / "stitch-1-2-3-4"))
    assert place is not None
    yield
    place.close()


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
    with listening(temporary):
        assert spare() == 0
    assert capsys.readouterr().out == f"Running: process {os.getpid()}\n"


@linux
def test_stop_terminates_it(temporary: Path, capsys: pytest.CaptureFixture[str]) -> None:
    received: list[int] = []
    before = signal.signal(signal.SIGTERM, lambda number, _: received.append(number))
    try:
        with listening(temporary):
            assert spare(stop=True) == 0
    finally:
        signal.signal(signal.SIGTERM, before)
    assert received == [signal.SIGTERM]
    assert capsys.readouterr().out == f"Ended: process {os.getpid()}\n"
