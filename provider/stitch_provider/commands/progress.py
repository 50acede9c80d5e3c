"""The progress of an export, as a bar on a terminal and as plain lines elsewhere."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.progress import Progress as RichProgress
    from rich.progress import TaskID

    from stitch_provider.stitch.export.survey import Progress

_STEPS = 10
"""How many plain lines there are for one kind of object."""


@contextmanager
def progress_on(stream: TextIO) -> Iterator[Progress]:
    """A progress that is displayed on this stream."""
    if not stream.isatty():
        yield Lines(stream)
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("Reading {task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(file=stream)) as bar:
        yield Bar(bar)


class Bar:
    """Displays a bar for each kind of object."""

    def __init__(self, bar: RichProgress) -> None:
        self._bar = bar
        self._task: TaskID | None = None

    def begin(self, what: str, total: int) -> None:
        """Start another bar."""
        self._task = self._bar.add_task(what, total=total)

    def advance(self) -> None:
        """Advance the bar by one object."""
        if self._task is not None:
            self._bar.advance(self._task)


class Lines:
    """Writes a line at the beginning and after each tenth."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._what = ""
        self._total = self._done = 0

    def begin(self, what: str, total: int) -> None:
        """Write what is read."""
        self._what, self._total, self._done = what, total, 0
        self._write(f"Reading {total} {what}")

    def advance(self) -> None:
        """Count an object, and write a line if that completes a tenth."""
        self._done += 1
        if self._total >= _STEPS and self._done * _STEPS // self._total > (self._done - 1) * _STEPS // self._total:
            self._write(f"Read {self._done} of {self._total} {self._what}")

    def _write(self, line: str) -> None:
        self._stream.write(f"{line}\n")
        self._stream.flush()
