"""The examples: directories of configurations, which tests apply, and the excerpts of them that pages show.

The page of a managed resource shows the directory of the same name. All other pages show the blocks of any example that
use the object. Both also show the blocks that these refer to, so that a reader can copy an excerpt and plan it. The
files have to be formatted: a top-level block begins and ends at the left edge.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_BEGINNING = ("terraform {", "provider ")
"""Blocks that every configuration begins with."""

_OMITTED = re.compile(r'terraform \{|provider "\w+" \{\}|variable |output ')
"""Blocks that the page of a resource shows only if others refer to them. A provider with settings is shown."""

_HEADER = re.compile(r'(?P<kind>variable|data|ephemeral|action|resource) (?P<labels>"\w+"(?: "\w+")?) \{')
_PREFIXES = {"variable": "var.", "resource": ""}
"""What a reference begins with, where that is not the keyword of the block."""

_BLOCK = re.compile(r"(?:^#[^\n]*\n)*^[a-z]\w*(?: \"[^\"\n]*\")* \{(?:\}$|.*?\n\}$)", re.MULTILINE | re.DOTALL)
_INTRODUCTION = re.compile(r"\A((?:#.*\n)+)\n")
_IMPORT = "terraform import "


@dataclass(frozen=True, slots=True)
class ImportCommand:
    """An example of `terraform import`: the resource's address, the id to import, and a remark in prose."""

    address: str
    id: str
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Example:
    """An example directory: its introduction in prose, its top-level blocks, and how its resource is imported.

    A comment directly above a block belongs to it. `importing` is a command, or the reason why the resource cannot be
    imported. It is None if the directory has no `import.sh`.
    """

    name: str
    introduction: str
    blocks: tuple[str, ...]
    importing: ImportCommand | str | None

    def excerpt(self, shows: Callable[[str], bool]) -> str:
        """The blocks to show and those that they refer to, directly or not. Variables come first."""
        shown = {block for block in self.blocks if shows(block)}
        found = shown
        while found:
            found = {block for block in self.blocks for each in found if _refers(each, block)} - shown
            shown |= found
        variables_first = sorted(self.blocks, key=lambda block: not _code(block).startswith("variable "))
        return "\n\n".join(block for block in variables_first if block in shown)


@dataclass(frozen=True, slots=True)
class Excerpt:
    """An excerpt of an example: prose, which may be empty, and HCL."""

    prose: str
    code: str


@dataclass(frozen=True, slots=True)
class Examples:
    """All examples, sorted by name, and the files of their configurations and data by path."""

    examples: tuple[Example, ...]
    files: Mapping[str, str] = field(default_factory=dict)

    def of_resource(self, type_name: str) -> Excerpt | None:
        """The directory of this name, without blocks that every configuration has; else blocks of another example."""
        for example in self.examples:
            if example.name == type_name:
                code = example.excerpt(lambda block: not _OMITTED.match(_code(block)))
                return Excerpt(example.introduction, code)
        return self.of_block("resource", type_name)

    def of_block(self, kind: str, type_name: str) -> Excerpt | None:
        """The blocks of the first example with a header such as `data "stitch_source"`."""
        header = f'{kind} "{type_name}" '
        return self._first(lambda block: _code(block).startswith(header))

    def of_function(self, call: str) -> Excerpt | None:
        """The blocks of the first example that call a function, such as `provider::stitch::stream_id`."""
        return self._first(lambda block: f"{call}(" in block)

    def of_provider(self) -> Excerpt | None:
        """The blocks that every configuration begins with, as the example `quickstart` has them."""
        for example in self.examples:
            if example.name == "quickstart":
                return Excerpt("", example.excerpt(lambda block: _code(block).startswith(_BEGINNING)))
        return None

    def importing(self, type_name: str) -> ImportCommand | str | None:
        """How a resource is imported, according to the directory of its name."""
        return next((example.importing for example in self.examples if example.name == type_name), None)

    def _first(self, shows: Callable[[str], bool]) -> Excerpt | None:
        excerpts = (example.excerpt(shows) for example in self.examples)
        return next((Excerpt("", code) for code in excerpts if code), None)


def read(directory: Path) -> Examples:
    """Read every example under a directory."""
    folders = sorted(path for path in directory.iterdir() if path.is_dir())
    files = [file for extension in ("tf", "hcl", "csv", "yaml") for file in directory.rglob(f"*.{extension}")]
    texts = {path.relative_to(directory).as_posix(): path.read_text(encoding="utf-8") for path in files}
    return Examples(tuple(_example(folder) for folder in folders), texts)


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


def _refers(block: str, other: str) -> bool:
    """Whether a block refers to what another one declares."""
    header = _HEADER.match(_code(other))
    if header is None:
        return False
    address = _PREFIXES.get(header["kind"], f"{header['kind']}.") + header["labels"].replace('" "', ".").strip('"')
    return re.search(rf"(?<![\w.]){re.escape(address)}\b", block) is not None


def _introduction(text: str) -> str:
    """The comment at the beginning of a file, as prose."""
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
    """The command in an import script and the comment above it, or only the comment if there is no command."""
    comment, command, arguments = script.partition(_IMPORT)
    if not command:
        return _prose(comment)
    address, identifier = shlex.split(arguments)
    return ImportCommand(address, identifier, _prose(comment))
