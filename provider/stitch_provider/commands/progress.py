"""The progress of an export, as a bar on a terminal and as plain lines elsewhere."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.progress import Progress as RichProgress
    from rich.progress import TaskID

    from stitch_provider.stitch.export.survey import Progress

_OBJECTS_PER_LINE = 50
"""After how many objects of one kind a plain line is written."""


@contextmanager
def progress_on(stream: TextIO) -> Iterator[Progress]:
    """A progress that is displayed on this stream."""
    if not stream.isatty():
        yield Lines(stream)
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        TextColumn("Reading {task.description}"),
        BarColumn(),
        TextColumn("{task.completed}"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(file=stream)) as bar:
        yield Bar(bar)


class Bar:
    """Displays a bar for each kind of object. How many there are is not known before they are read."""

    def __init__(self, bar: RichProgress) -> None:
        self._bar = bar
        self._task: TaskID | None = None

    def begin(self, what: str) -> None:
        """Start another bar; the one before it is complete."""
        if self._task is not None:
            self._bar.update(self._task, total=self._bar.tasks[self._task].completed)
        self._task = self._bar.add_task(what, total=None)

    def advance(self) -> None:
        """Count an object."""
        if self._task is not None:
            self._bar.advance(self._task)


class Lines:
    """Writes a line at the beginning of each kind, and after every so many objects."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._what = ""
        self._done = 0

    def begin(self, what: str) -> None:
        """Write what is read."""
        self._what, self._done = what, 0
        self._write(f"Reading {what}")

    def advance(self) -> None:
        """Count an object, and write a line after every so many."""
        self._done += 1
        if self._done % _OBJECTS_PER_LINE == 0:
            self._write(f"Read {self._done} {self._what}")

    def _write(self, line: str) -> None:
        self._stream.write(f"{line}\n")
        self._stream.flush()
