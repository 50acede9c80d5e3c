from __future__ import annotations

import os
import signal
import sys

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


def test_a_process_ends_if_a_signal_arrives_while_it_is_started() -> None:
    def interrupt(*_: object) -> None:
        raise EndedError

    before = signal.signal(signal.SIGTERM, interrupt)
    interrupting = (sys.executable, "-c", f"import os, signal; os.kill({os.getpid()}, signal.SIGTERM); signal.pause()")
    try:
        with pytest.raises(EndedError), running(interrupting) as process:
            process.communicate()
    finally:
        signal.signal(signal.SIGTERM, before)
    assert process.returncode is not None
