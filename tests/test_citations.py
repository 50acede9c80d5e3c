"""Every citation of the engineering reference, `docs/design/connect-api.md`, resolves.

`reference 2.6` is a section, `reference 8.2` an item in the list of section 8, and `A9` an ambiguity. A citation can be
a list: `reference 2.6, 3.1, A9`.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
REFERENCE = ROOT / "docs" / "design" / "connect-api.md"
FOLDERS = ("benchmarks", "docs", "examples", "proto", "provider", "scripts", "tests")
KINDS = ("", ".hcl", ".md", ".proto", ".py", ".sh", ".sql", ".tf", ".toml")
GENERATED = "stubs"

SECTION = r"\d+(?:\.\d+)?"
CITED = re.compile(rf"\b[Rr]eference[\s#]+({SECTION}(?:,[\s#]+(?:{SECTION}|A\d+))*)")
AMBIGUITY = re.compile(r"\bA[1-9]\d*\b")
BARE = re.compile(rf"\((\d\.\d+)(?:,\s+(?:{SECTION}|A\d+))*\)")
LOOSE = re.compile(rf"\bsections? {SECTION}\b|\breference[\s#]+section\b|\breference {SECTION}(?:,? and) \d")


def targets(reference: str) -> list[str]:
    """Everything that can be cited: sections, items of lists in a section without subsections, ambiguities."""
    found, section = [], ""
    for line in reference.splitlines():
        if heading := re.match(r"#{2,3} (\d+(?:\.\d+)?)\.? ", line):
            section = heading[1]
            found.append(section)
        elif (item := re.match(r"(\d+)\. ", line)) and "." not in section:
            found.append(f"{section}.{item[1]}")
        elif ambiguity := re.match(r"- \*\*(A\d+) ", line):
            found.append(ambiguity[1])
    return found


def citations(text: str) -> Iterator[tuple[int, str]]:
    """The citations in a text, with their lines."""
    for cited in CITED.finditer(text):
        for section in re.finditer(rf"(?<![A\d.]){SECTION}", cited[1]):
            yield _line(text, cited.start(1) + section.start()), section[0]
    for ambiguity in AMBIGUITY.finditer(text):
        yield _line(text, ambiguity.start()), ambiguity[0]


def texts() -> Iterator[tuple[Path, str]]:
    """All files of this repository that are written by hand, including the reference."""
    inside = (path for folder in FOLDERS for path in (ROOT / folder).rglob("*") if path.suffix in KINDS)
    for path in sorted((*inside, *ROOT.glob("*.md"), ROOT / "pyproject.toml")):
        if path.is_file() and GENERATED not in path.parts:
            yield path, path.read_text(encoding="utf-8")


def _line(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1


TARGETS = targets(REFERENCE.read_text(encoding="utf-8"))


def test_every_citation_resolves() -> None:
    lost = [
        f"{path.relative_to(ROOT)}:{line}: {citation}"
        for path, text in texts()
        for line, citation in citations(text)
        if citation not in TARGETS
    ]
    assert not lost, "\n".join(lost)


def test_all_citations_have_the_same_form() -> None:
    other = [
        f"{path.relative_to(ROOT)}:{_line(text, found.start())}: {found[0]}"
        for path, text in texts()
        if path != REFERENCE and path.suffix == ".py" and path != Path(__file__)
        for found in (*(bare for bare in BARE.finditer(text) if bare[1] in TARGETS), *LOOSE.finditer(text))
    ]
    assert not other, "\n".join(('write "reference 2.6", or "reference 2.6, 3.1, A9":', *other))


def test_every_number_in_the_reference_is_unique() -> None:
    assert sorted({each for each in TARGETS if TARGETS.count(each) > 1}) == []


@pytest.mark.parametrize("target", ["1", "2.6", "2.14", "8", "8.13", "A1", "A54"])
def test_sections_items_and_ambiguities_can_be_cited(target: str) -> None:
    assert target in TARGETS


@pytest.mark.parametrize("number", ["0", "2.15", "7.1.1", "8.99"])
def test_a_number_that_is_not_in_the_reference_cannot_be_cited(number: str) -> None:
    assert number not in TARGETS


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("as it is (reference {0}.6).", ["{0}.6"]),
        ("(reference {0}.6, 3.12, 5)", ["{0}.6", "3.12", "5"]),
        ("reference {0}.4, A{0}: an explicit false", ["{0}.4", "A{0}"]),
        ("otherwise as text (reference\n    {0}.5)", ["{0}.5"]),
        ("# says so (reference {0}.5,\n    # {0}.7)", ["{0}.5", "{0}.7"]),
        ("nothing is told (A{0}, A1)", ["A{0}", "A1"]),
        ("references {0}.6, Terraform {0}.6, reference {{0}}, AA{0}, A{0}b", []),
    ],
)
def test_citations_are_found(text: str, cited: list[str]) -> None:
    found = citations(text.format("99"))
    assert [citation for _, citation in found] == [each.format("99") for each in cited]


def test_a_citation_is_found_with_its_line() -> None:
    text = "one\ntwo (reference {0}.1,\n    {0}.2)\nand A{0}\n".format("99")
    assert [line for line, _ in citations(text)] == [2, 3, 4]
