from __future__ import annotations

import io

from stitch_provider.commands.progress import progress_on


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def output_of(stream: io.StringIO, count: int) -> str:
    with progress_on(stream) as progress:
        progress.begin("sources")
        for _ in range(count):
            progress.advance()
        progress.begin("streams")
    return stream.getvalue()


def test_progress_that_is_not_on_a_terminal_is_a_few_plain_lines() -> None:
    lines = output_of(io.StringIO(), 186).splitlines()
    assert lines == [
        "Reading sources",
        "Read 50 sources",
        "Read 100 sources",
        "Read 150 sources",
        "Reading streams",
    ]


def test_the_progress_of_a_few_objects_is_one_line() -> None:
    assert output_of(io.StringIO(), 3) == output_of(io.StringIO(), 0) == "Reading sources\nReading streams\n"


def test_progress_on_a_terminal_is_a_bar_that_counts() -> None:
    lines = output_of(Terminal(), 7).splitlines()
    assert any("Reading sources" in line and " 7 " in line for line in lines)
