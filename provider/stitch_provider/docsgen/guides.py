"""Reads guides, which are written by hand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Guide:
    """A guide: its file name without the extension, the title and description in its front matter, and its text."""

    name: str
    title: str
    description: str
    text: str


def read(directory: Path) -> tuple[Guide, ...]:
    """The guides in the folder `guides` of the documentation's directory, sorted by name.

    Raises ValueError if the front matter is incomplete, and OSError if a guide cannot be read.
    """
    return tuple(_guide(path) for path in sorted(directory.joinpath("guides").glob("*.md")))


def _guide(path: Path) -> Guide:
    text = path.read_text(encoding="utf-8")
    _, matter, _ = (*text.split("---\n", maxsplit=2), "", "")[:3]
    settings = dict(line.split(": ", maxsplit=1) for line in matter.splitlines() if ": " in line)
    try:
        return Guide(path.stem, settings["page_title"].strip('"'), settings["description"].strip('"'), text)
    except KeyError as missing:
        raise ValueError(f"the front matter of {path} has no {missing}") from missing
