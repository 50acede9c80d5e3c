from __future__ import annotations

import signal
import subprocess
import sys
from typing import Any

import pytest

from rehearsal.processes import running

WAITING = (sys.executable, "-c", "import signal; print('ready', flush=True); signal.pause()")
IGNORING_INTERRUPTS = (
    sys.executable,
    "-c",
    "import signal; signal.signal(signal.SIGINT, signal.SIG_IGN); print('ready', flush=True); signal.pause()",
)


class EndedError(Exception):
    pass


def test_a_process_ends_with_its_block() -> None:
    with running(WAITING) as process:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
    assert process.returncode is not None


def test_a_process_ends_with_its_block_if_that_fails() -> None:
    with pytest.raises(ZeroDivisionError), running(WAITING) as process:
        raise ZeroDivisionError
    assert process.returncode is not None


def test_a_process_that_ignores_the_interrupt_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rehearsal.processes._SECONDS_TO_STOP", 0.1)
    with running(IGNORING_INTERRUPTS) as process:
        assert process.stdout
        process.stdout.readline()
    assert process.returncode == -signal.SIGKILL


def test_a_process_ends_if_a_signal_arrives_while_it_is_started(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[subprocess.Popen[str]] = []

    class Interrupted(subprocess.Popen[str]):
        """A signal arrives when the process exists, and nothing refers to it yet."""

        def __init__(self, *arguments: Any, **options: Any) -> None:
            super().__init__(*arguments, **options)
            started.append(self)
            signal.raise_signal(signal.SIGTERM)

    def interrupt(*_: object) -> None:
        raise EndedError

    monkeypatch.setattr(subprocess, "Popen", Interrupted)
    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        with pytest.raises(EndedError), running(WAITING):
            pass
    finally:
        signal.signal(signal.SIGTERM, before)
    (process,) = started
    assert process.returncode is not None
