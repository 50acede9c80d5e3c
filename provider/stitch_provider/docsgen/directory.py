"""Compares the files of a directory with the generated pages, and updates them.

A guide that is written by hand is compared and updated as well, but never removed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from stitch_provider.docsgen.guides import is_generated
from stitch_provider.docsgen.pages import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path


def differences(pages: Mapping[str, str], directory: Path) -> dict[str, str]:
    """How the directory differs from the pages: `new`, `changed` or `removed`, by path under the directory.

    Raises OSError or ValueError if a page cannot be read.
    """
    return dict(_differences(pages, directory))


def update(pages: Mapping[str, str], directory: Path) -> dict[str, str]:
    """Write pages that are new or changed, remove all others, and return the differences that there were.

    Raises OSError or ValueError if a page cannot be read or written.
    """
    found = differences(pages, directory)
    for path in found:
        file = directory / path
        if path in pages:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(pages[path], encoding="utf-8")
        else:
            file.unlink()
    return found


def _differences(pages: Mapping[str, str], directory: Path) -> Iterator[tuple[str, str]]:
    for path, text in pages.items():
        file = directory / path
        if not file.exists():
            yield path, "new"
        elif file.read_text(encoding="utf-8") != text:
            yield path, "changed"
    for kind in KINDS:
        for file in sorted((directory / kind.folder).glob("*.md")):
            path = f"{kind.folder}/{file.name}"
            if path not in pages:
                yield path, "removed"
    for file in sorted((directory / "guides").glob("*.md")):
        path = f"guides/{file.name}"
        if path not in pages and is_generated(file.read_text(encoding="utf-8")):
            yield path, "removed"
