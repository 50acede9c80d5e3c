"""The table of a campaign, and the list of its bad runs."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from campaign.verdict import PROBLEMS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from campaign.run import Result

_COLUMNS = ("runs", "not reached", "survived", *PROBLEMS, "excused")


def table(results: Iterable[Result]) -> str:
    """The table in Markdown, with one row for each kind of trouble."""
    rows: dict[str, Counter[str]] = {}
    for result in results:
        rows.setdefault(result.row, Counter()).update(_counted(result))
    total = sum(rows.values(), Counter[str]())
    lines = [(row, rows[row]) for row in sorted(rows)] + [("total", total)]
    width = max(len(row) for row, _ in lines)
    return "\n".join(
        (
            _line("", width, _COLUMNS),
            _line("-" * width, width, tuple("-" * len(column) for column in _COLUMNS)),
            *(_line(row, width, tuple(str(counts[column] or "") for column in _COLUMNS)) for row, counts in lines),
        )
    )


def listing(results: Iterable[Result]) -> str:
    """Every run with a problem: its seed, its inputs, what is wrong and where its log is."""
    return "\n\n".join(_described(result) for result in results if result.found)


def _counted(result: Result) -> Iterator[str]:
    yield "runs"
    if not result.reached:
        yield "not reached"
    if result.excused:
        yield "excused"
    elif result.found:
        yield from {each.problem for each in result.found}
    elif result.reached:
        yield "survived"


def _described(result: Result) -> str:
    title = f"seed {result.seed}: {result.title}"
    found = [f"  {each.problem}: {each.text}" for each in result.found]
    excuse = [f"  excused: {result.excuse}"] if result.excused else []
    return "\n".join((title, *found, *excuse, f"  see {result.log}"))


def _line(row: str, width: int, cells: Sequence[str]) -> str:
    padded = (cell.rjust(len(column)) for cell, column in zip(cells, _COLUMNS, strict=True))
    return f"| {row.ljust(width)} | {' | '.join(padded)} |"
