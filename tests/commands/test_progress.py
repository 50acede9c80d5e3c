from __future__ import annotations

import io

from stitch_provider.commands.progress import shown


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def told(stream: io.StringIO, total: int) -> str:
    with shown(stream) as progress:
        progress.begin("sources", total)
        for _ in range(total):
            progress.advance()
    return stream.getvalue()


def test_elsewhere_than_on_a_terminal_there_are_a_few_plain_lines() -> None:
    lines = told(io.StringIO(), 186).splitlines()
    assert lines[0] == "Reading 186 sources"
    assert lines[-1] == "Read 186 of 186 sources"
    assert len(lines) == 11
    assert all(line.isprintable() for line in lines)


def test_a_few_objects_are_worth_one_line() -> None:
    assert told(io.StringIO(), 3) == "Reading 3 sources\n"
    assert told(io.StringIO(), 0) == "Reading 0 sources\n"


def test_a_terminal_gets_a_bar() -> None:
    text = told(Terminal(), 7)
    assert "Reading sources" in text
    assert "7/7" in text
