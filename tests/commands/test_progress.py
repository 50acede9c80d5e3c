from __future__ import annotations

import io

from stitch_provider.commands.progress import progress_on


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def output_of(stream: io.StringIO, total: int) -> str:
    with progress_on(stream) as progress:
        progress.begin("sources", total)
        for _ in range(total):
            progress.advance()
    return stream.getvalue()


def test_progress_that_is_not_on_a_terminal_is_a_few_plain_lines() -> None:
    lines = output_of(io.StringIO(), 186).splitlines()
    assert lines[0] == "Reading 186 sources"
    assert lines[-1] == "Read 186 of 186 sources"
    assert len(lines) == 11
    assert all(line.isprintable() for line in lines)


def test_the_progress_of_a_few_objects_is_one_line() -> None:
    assert output_of(io.StringIO(), 3) == "Reading 3 sources\n"
    assert output_of(io.StringIO(), 0) == "Reading 0 sources\n"


def test_progress_on_a_terminal_is_a_bar() -> None:
    text = output_of(Terminal(), 7)
    assert "Reading sources" in text
    assert "7/7" in text
