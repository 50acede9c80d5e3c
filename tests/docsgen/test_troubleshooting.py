"""The guide "Troubleshooting" has an entry for every diagnostic of the provider, and for no other."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from diagnostic_texts import PACKAGE, texts

if TYPE_CHECKING:
    from collections.abc import Iterator

GUIDE = (Path(__file__).parents[2] / "docs" / "guides" / "troubleshooting.md").read_text(encoding="utf-8")
TEXTS = texts()

TABLE = re.compile(r"^\| (?P<head>[^|\n]+) \|.*\n\|-.*\n(?P<rows>(?:\|.*\n)+)", re.MULTILINE)
CODE = re.compile(r"`([^`]+)`")
VARIABLE = re.compile(r"\{[^}]*\}|\[[^\]]*\]")
SOME_WORDS = re.compile(r"\w+ \w+")

FAILED_CALL = "Could not "
"""The beginning of the title of a failed call. The table of phrases is about their details."""

TITLES = sorted(
    {VARIABLE.sub("{}", text.title) for text in TEXTS if text.title and not text.title.startswith(FAILED_CALL)}
)
"""The titles of all other diagnostics, with `{}` in place of what is only known when the provider runs."""

PARTS = sorted({text.detail for text in TEXTS if not text.title and SOME_WORDS.search(VARIABLE.sub("", text.detail))})


def first_cells(head: str) -> tuple[str, ...]:
    """The first cells of all rows in the tables whose first column has this head."""
    tables = (found["rows"] for found in TABLE.finditer(GUIDE) if found["head"] == head)
    return tuple(row.split(" | ")[0].removeprefix("| ") for rows in tables for row in rows.splitlines())


NAMED = tuple(title for cell in first_cells("title") for title in cell.split(", "))
PHRASES = tuple(phrase for cell in first_cells("the text contains") for phrase in CODE.findall(cell))


def title_in_the_code(shown: str) -> str | None:
    """The title of the code that a title in the guide shows: of those that match, the one with the most fixed text."""
    found = [title for title in TITLES if pattern(title).fullmatch(shown)]
    return max(found, key=len, default=None)


@cache
def pattern(title: str) -> re.Pattern[str]:
    """What a title looks like when the provider runs: any words in place of `{}`."""
    return re.compile(r"[\w -]+".join(map(re.escape, title.split("{}"))))


@cache
def strings() -> str:
    """All texts in the code of the provider, one per line."""
    return "\n".join(_strings())


def _strings() -> Iterator[str]:
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value


@pytest.mark.parametrize("title", TITLES)
def test_every_diagnostic_has_an_entry(title: str) -> None:
    assert title in {title_in_the_code(shown) for shown in NAMED}, "add it to docs/guides/troubleshooting.md"


@pytest.mark.parametrize("shown", NAMED)
def test_no_entry_is_about_a_diagnostic_that_does_not_exist(shown: str) -> None:
    assert title_in_the_code(shown) is not None, "correct or remove it in docs/guides/troubleshooting.md"


def test_no_diagnostic_has_two_entries() -> None:
    assert sorted(NAMED) == sorted(set(NAMED))


@pytest.mark.parametrize("part", PARTS)
def test_every_explanation_of_a_failed_call_has_an_entry(part: str) -> None:
    assert any(phrase in part for phrase in PHRASES), "add a phrase of it to docs/guides/troubleshooting.md"


@pytest.mark.parametrize("phrase", PHRASES)
def test_no_entry_is_about_a_phrase_that_no_diagnostic_contains(phrase: str) -> None:
    assert phrase in strings(), "correct or remove it in docs/guides/troubleshooting.md"


@pytest.mark.parametrize(
    ("shown", "title"),
    [
        ("No such source type", "No such {} type"),
        ("No such destination", "No such destination"),
        ("No such field", "No such field"),
        ("No such title of anything", "No such {}"),
        ("Something else", None),
    ],
)
def test_a_title_is_compared_with_the_most_similar_one_of_the_code(shown: str, title: str | None) -> None:
    assert title_in_the_code(shown) == title
