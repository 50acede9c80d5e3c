"""Writes pages to a directory, or says where the directory differs from them."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from stitch_provider.docsgen import examples, guides
from stitch_provider.docsgen.pages import KINDS, build

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from stitch_provider.terraform.resource import Provider

_GUIDES = "guides"


def run(name: str, provider: Provider[Any, Any], *, example_directory: Path, out: Path, check: bool) -> int:
    """Write the documentation of a provider, or check the one that stands; the exit code.

    Pages that nothing is generated for are removed; guides are left alone.
    """
    try:
        pages = build(name, provider, examples.read(example_directory), guides.read(out / _GUIDES))
    except (OSError, ValueError) as refused:
        sys.stderr.write(f"The documentation cannot be written: {refused}\n")
        return 1
    differences = dict(_differences(pages, out))
    for path, difference in differences.items():
        sys.stderr.write(f"{out / path}: {difference}\n")
        if not check:
            _settle(out / path, pages.get(path))
    return 1 if check and differences else 0


def _differences(pages: Mapping[str, str], out: Path) -> Iterator[tuple[str, str]]:
    """Where the directory differs from the pages, and how."""
    for path, text in pages.items():
        file = out / path
        if not file.exists():
            yield path, "new"
        elif file.read_text(encoding="utf-8") != text:
            yield path, "changed"
    for kind in KINDS:
        for file in sorted((out / kind.folder).glob("*.md")):
            path = f"{kind.folder}/{file.name}"
            if path not in pages:
                yield path, "removed"


def _settle(file: Path, text: str | None) -> None:
    if text is None:
        file.unlink()
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
