"""Design notes without a date are listed in CONTRIBUTING.md, and the files that they mention exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DESIGN = ROOT / "docs" / "design"
NAMED_FROM = (ROOT, ROOT / "provider" / "stitch_provider", DESIGN)

DATED = re.compile(r"\d{4}-\d{2}-")
NOTES = sorted(path for path in DESIGN.glob("*.md") if not DATED.match(path.name))
"""Notes without a date. A note with a date records a decision, and can mention files that no longer exist."""

FILE = re.compile(r"`([\w.-]+/[\w./-]+\.(?:py|md)|[\w-]+\.md)`")


@pytest.mark.parametrize("note", NOTES, ids=lambda note: note.stem)
def test_every_file_that_a_note_mentions_exists(note: Path) -> None:
    named = FILE.findall(note.read_text())
    assert [name for name in named if not any((folder / name).exists() for folder in NAMED_FROM)] == []


def test_every_note_is_listed_in_contributing() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text()
    assert [note.name for note in NOTES if f"(docs/design/{note.name})" not in text] == []
