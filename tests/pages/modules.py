"""Directories in which blocks of pages are planned together, as modules of one configuration.

The blocks of a page belong together. A block that declares something again, such as another import of the same
resource, is an alternative: it is planned in a copy of the page's configuration, in place of the earlier block.

Import blocks are only allowed in the root module, so they are taken out of the modules. Pages leave out the required
provider, which is added. Guides also leave out the declarations of variables.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from engines.terraform import HEADER
from pages.blocks import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from pages.blocks import Block

    Value = Callable[[str, str], str]
    """The value of a variable in HCL, by its name and its type, which is empty if the page does not declare one."""

_DECLARATION = re.compile(r'^(?!provider)(\w+) ("[^"\n]+"(?: "[^"\n]+")?) \{', re.MULTILINE)
_TARGET = re.compile(r"^(import|moved|removed) \{\n(?:.*\n)*?  (?:to|from) += (.+)$", re.MULTILINE)
_REQUIRED_PROVIDERS = re.compile(r"^  required_providers \{", re.MULTILINE)
_PROVIDER = re.compile(r'^provider "(\w+)" \{(?:\}|\n(.*?)^\})', re.MULTILINE | re.DOTALL)
_ALIAS = re.compile(r"^  alias += (.+)$", re.MULTILINE)
_IMPORT = re.compile(r"^import \{\n.*?^\}\n?", re.MULTILINE | re.DOTALL)
_TO = re.compile(r"^(  to += )", re.MULTILINE)
_GENERATING = re.compile(r"^  provider += stitch$", re.MULTILINE)
_VARIABLE = re.compile(r'^variable "(\w+)" \{(?:\}|\n(.*?)^\})', re.MULTILINE | re.DOTALL)
_TYPE = re.compile(r"^  type += (.+)$", re.MULTILINE)
_DEFAULT = re.compile(r"^  default += (?!null$)", re.MULTILINE)
_USED = re.compile(r"\bvar\.(\w+)")
_CALLED = re.compile(r'^  source += "\./([\w./-]+)"$', re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Module:
    """A directory: its name, its files by relative path, and the import blocks of the root module by file name."""

    name: str
    files: Mapping[str, str]
    imports: Mapping[str, str]

    def call(self, value: Value) -> str:
        """The block that calls the module, with values for the variables that need one, by name and type."""
        own = "\n".join(text for path, text in self.files.items() if "/" not in path)
        needed = [(name, _type(body)) for name, body in _VARIABLE.findall(own) if not _DEFAULT.search(body)]
        arguments = "".join(f"  {name} = {value(name, type_name)}\n" for name, type_name in needed)
        return f'module "{self.name}" {{\n  source = "./{self.name}"\n\n{arguments}}}\n'


def modules(blocks: Sequence[Block], value: Value) -> Iterator[Module]:
    """The modules of a page, from its configurations and the files that they read."""
    folders: dict[str, list[Block]] = {}
    for block in blocks:
        folders.setdefault(_folder(block), []).append(block)
    called = {path for block in blocks for path in _CALLED.findall(block.text)}
    inner = {f"{folder}/{path}": text for folder in called for path, text in _files(folders.get(folder, ())).items()}
    for folder in folders.keys() - called:
        for number, together in enumerate(_alternatives(folders[folder]), 1):
            name = name_of(together[0].page, *PurePosixPath(folder).parts, *([str(number)] if number > 1 else []))
            imports = {f"{name}_{block.name}": _imports(block.text, name, value) for block in together}
            yield Module(name, _files(together) | inner, {path: text for path, text in imports.items() if text})


def without_conflicts(blocks: Iterable[Block]) -> list[list[Block]]:
    """Blocks of any pages, in as few groups as their declarations allow."""
    groups: list[list[Block]] = []
    for block in blocks:
        free = (group for group in groups if not any(_conflict(block, other) for other in group))
        group = next(free, None)
        if group is None:
            groups.append(group := [])
        group.append(block)
    return groups


def generates_configuration(block: Block) -> bool:
    """Whether it imports resources whose configuration has to be generated. Such import blocks name the provider."""
    return any(_GENERATING.search(text) for text in _IMPORT.findall(block.text))


def added(text: str, *, variables: bool) -> str:
    """What pages leave out of a configuration: the required provider and, in guides, the declarations of variables."""
    declared = {name for name, _ in _VARIABLE.findall(text)}
    undeclared = sorted(set(_USED.findall(text)) - declared) if variables else []
    header = "" if _REQUIRED_PROVIDERS.search(text) else HEADER
    return header + "".join(f'variable "{name}" {{}}\n' for name in undeclared)


def name_of(page: Path, *parts: str) -> str:
    """A name for files and modules, such as `guides_secrets` for `docs/guides/secrets.md`."""
    path = page.relative_to(ROOT).with_suffix("")
    return re.sub(r"[^\w-]", "-", "_".join((*(part for part in path.parts if part != "docs"), *parts)))


def _alternatives(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    first, *others = without_conflicts(blocks)
    yield first
    for block in (block for group in others for block in group):
        yield [*(other for other in first if not _conflict(block, other)), block]


def _conflict(one: Block, other: Block) -> bool:
    return not _declared(one.text).isdisjoint(_declared(other.text))


def _declared(text: str) -> set[tuple[str, ...]]:
    found = {*_DECLARATION.findall(text), *_TARGET.findall(text)}
    for name, body in _PROVIDER.findall(text):
        found.add(("provider", name, *_ALIAS.findall(body)))
    return found | ({("required_providers",)} if _REQUIRED_PROVIDERS.search(text) else set())


def _files(blocks: Sequence[Block]) -> dict[str, str]:
    files = {block.name: block.text for block in blocks}
    complete = any(block.page.parent.name != "guides" and block.page.parent != ROOT for block in blocks)
    addition = {"added.tf": added("\n".join(files.values()), variables=not complete)}
    return {name: _IMPORT.sub("", text) for name, text in files.items()} | addition


def _imports(text: str, module: str, value: Value) -> str:
    """The import blocks of a block, for the root module."""
    moved = (_TO.sub(rf"\1module.{module}.", found) for found in _IMPORT.findall(text))
    return _USED.sub(lambda found: value(found[1], ""), "".join(moved))


def _folder(block: Block) -> str:
    parent = PurePosixPath(block.file or "").parent
    return "" if str(parent) == "." else str(parent)


def _type(body: str) -> str:
    found = _TYPE.search(body)
    return found[1] if found else ""
