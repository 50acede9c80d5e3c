"""Processes that end at the end of a `with` block, even if it raises an exception."""

from __future__ import annotations

import os
import signal
import subprocess
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path
    from types import FrameType

_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_SECONDS_TO_STOP = 30


@contextmanager
def running(
    command: Sequence[str],
    *,
    environment: Mapping[str, str] | None = None,
    directory: Path | None = None,
    stderr: int | None = None,
) -> Iterator[subprocess.Popen[str]]:
    """Start a process with its output in a pipe. At the end of the block it is ended.

    If it is still running, it gets SIGINT, and after half a minute it is killed together with its children. It runs in
    a session of its own, so that Ctrl-C in a terminal does not reach it directly.
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
    """Send one interrupt, at which Terraform ends in an orderly way. A second one would make it abort."""
    with process:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
            try:
                process.communicate(timeout=_SECONDS_TO_STOP)
            except subprocess.TimeoutExpired:
                # It may have ended, if a process that has left its group keeps its stdout open.
                with suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)


@contextmanager
def _signals_deferred() -> Iterator[None]:
    """Handle signals only at the end of the block, so that every process that is started is also ended."""
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
