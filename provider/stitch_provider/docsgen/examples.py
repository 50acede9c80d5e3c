"""Examples: directories of configurations that tests apply, and what of them a page shows.

A page of a managed resource shows the example directory that has its name. Everything else is shown by the blocks that
use it, wherever they stand. Both rely on the files being formatted: a top-level block begins and ends at the left edge.
"""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_NOT_SHOWN = ("terraform {", "provider ", "variable ", "output ")
"""How every configuration begins, and what says nothing about the resource at hand."""

_BLOCK = re.compile(r"(?:^#[^\n]*\n)*^[a-z]\w*(?: \"[^\"\n]*\")* \{(?:\}$|.*?\n\}$)", re.MULTILINE | re.DOTALL)
_INTRODUCTION = re.compile(r"\A((?:#.*\n)+)\n")
_IMPORT = "terraform import "


@dataclass(frozen=True, slots=True)
class ImportCommand:
    """An example of `terraform import`: the resource's address, the id to import, and what is to be said of it."""

    address: str
    id: str
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Example:
    """An example directory: its introduction in prose, its top-level blocks, and how its resource is imported.

    Comments right above a block belong to it. `importing` is a command, the reason why there is none, or None where
    the directory does not say.
    """

    name: str
    introduction: str
    blocks: tuple[str, ...]
    importing: ImportCommand | str | None


@dataclass(frozen=True, slots=True)
class Excerpt:
    """What a page shows: prose, which may be empty, and HCL."""

    prose: str
    code: str


@dataclass(frozen=True, slots=True)
class Examples:
    """All examples, in order of their names."""

    examples: tuple[Example, ...]

    def of_resource(self, type_name: str) -> Excerpt | None:
        """The directory of this name, without what every configuration begins with; else blocks from another one."""
        for example in self.examples:
            if example.name == type_name:
                shown = (block for block in example.blocks if not _code(block).startswith(_NOT_SHOWN))
                return Excerpt(example.introduction, "\n\n".join(shown))
        return self.of_block("resource", type_name)

    def of_block(self, kind: str, type_name: str) -> Excerpt | None:
        """The blocks such as `data "stitch_source"` of one example."""
        header = f'{kind} "{type_name}" '
        return self._first(type_name, lambda block: _code(block).startswith(header))

    def of_function(self, call: str) -> Excerpt | None:
        """The blocks of one example that call a function, such as `provider::stitch::stream_id`."""
        return self._first(call, lambda block: f"{call}(" in block)

    def of_provider(self) -> Excerpt | None:
        """How a configuration begins."""
        return self._first("quickstart", lambda block: _code(block).startswith(_NOT_SHOWN[:2]))

    def importing(self, type_name: str) -> ImportCommand | str | None:
        """How a resource is imported, by the directory of its name."""
        return next((example.importing for example in self.examples if example.name == type_name), None)

    def _first(self, preferred: str, shows: Callable[[str], bool]) -> Excerpt | None:
        for example in sorted(self.examples, key=lambda example: example.name != preferred):
            shown = [block for block in example.blocks if shows(block)]
            if shown:
                return Excerpt("", "\n\n".join(shown))
        return None


def read(directory: Path) -> Examples:
    """Read every example under a directory."""
    folders = sorted(path for path in directory.iterdir() if path.is_dir())
    return Examples(tuple(_example(folder) for folder in folders))


def _example(folder: Path) -> Example:
    files = [*sorted(folder.glob("*.tf"), key=lambda path: (path.name != "main.tf", path.name))]
    files += sorted(folder.glob("*.tfquery.hcl"))
    texts = [path.read_text(encoding="utf-8") for path in files]
    command = folder / "import.sh"
    return Example(
        name=folder.name,
        introduction=_introduction(texts[0]) if texts else "",
        blocks=tuple(block for text in texts for block in _BLOCK.findall(text)),
        importing=_importing(command.read_text(encoding="utf-8")) if command.exists() else None,
    )


def _introduction(text: str) -> str:
    """The comment at the head of a file, as prose."""
    found = _INTRODUCTION.match(text)
    return _prose(found[1]) if found else ""


def _prose(comment: str) -> str:
    return "\n".join(line.removeprefix("#").removeprefix(" ") for line in comment.strip().splitlines())


def _code(block: str) -> str:
    """A block without the comments above it."""
    return "\n".join(_without_comments(block))


def _without_comments(block: str) -> Iterator[str]:
    lines = iter(block.splitlines())
    for line in lines:
        if not line.startswith("#"):
            yield line
            yield from lines


def _importing(script: str) -> ImportCommand | str:
    """The command in an import script with the comment above it; the comment alone says why there is no command."""
    comment, command, arguments = script.partition(_IMPORT)
    if not command:
        return _prose(comment)
    address, identifier = shlex.split(arguments)
    return ImportCommand(address, identifier, _prose(comment))
