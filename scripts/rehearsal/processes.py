"""Processes that never outlive their block, however it ends."""

from __future__ import annotations

import os
import signal
import subprocess
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path
    from types import FrameType

_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_SECONDS_TO_STOP = 5


@contextmanager
def running(
    command: Sequence[str],
    *,
    environment: Mapping[str, str] | None = None,
    directory: Path | None = None,
    stderr: int | None = None,
) -> Iterator[subprocess.Popen[str]]:
    """Start a process with its output on a pipe; at the end of the block it and its children are gone.

    It runs in a session of its own, so that Ctrl-C reaches it through this block only. A process that is still running
    then is interrupted as by Ctrl-C, and killed with its children where that is not enough.
    """
    process = None
    try:
        with _signals_deferred():
            process = subprocess.Popen(
                command,
                cwd=directory,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=stderr,
                text=True,
                start_new_session=True,
            )
        yield process
    finally:
        if process is not None:
            _stop(process)


def _stop(process: subprocess.Popen[str]) -> None:
    """Terraform takes one interrupt as the wish to end in order, and answers a second one by giving up."""
    with process:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
            try:
                process.communicate(timeout=_SECONDS_TO_STOP)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)


@contextmanager
def _signals_deferred() -> Iterator[None]:
    """Signals that arrive meanwhile take effect at the end: no process is started without being remembered."""
    arrived: list[int] = []

    def defer(number: int, _frame: FrameType | None) -> None:
        arrived.append(number)

    before: dict[signal.Signals, Any] = {number: signal.signal(number, defer) for number in _SIGNALS}
    try:
        yield
    finally:
        for deferred, handler in before.items():
            signal.signal(deferred, handler)
    for number in arrived:
        signal.raise_signal(number)
