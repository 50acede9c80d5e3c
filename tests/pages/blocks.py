"""Code blocks of pages, and what kind of configuration each of them is.

A block can name its file in its first line, as in `# tests/github.tftest.hcl`, or in a comment in the line above it, as
in `<!-- multi-cloud/aws/main.tf -->`. If such a block is not HCL, it is a file that a configuration reads. The comment
`<!-- not planned: REASON -->` is for a block that cannot be planned.
"""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass
from enum import Enum
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]

_FENCED = re.compile(
    r"^(?:<!-- (?:not planned: (?P<reason>.+?)|(?P<above>\S+)) -->\n)?"
    r"(?P<indentation> *)```(?P<language>\w*)[^\n]*\n(?P<text>.*?)^(?P=indentation)```$",
    re.MULTILINE | re.DOTALL,
)
_FILE = re.compile(r"# ((?:[\w.-]+/)*[\w.-]+\.(?:tf|tfquery\.hcl|tftest\.hcl))\n")
_REQUIRED = re.compile(r"# Terraform (\d+)\.(\d+) and later\n")
_QUERY = re.compile(r'^list "', re.MULTILINE)
_MODULE_TEST = re.compile(r'^(?:run|mock_provider) "', re.MULTILINE)
_OTHERS = "(?:aws|azurerm|google|random|snowflake)"
"""Providers that tests do not install."""

_OTHER_PROVIDER = re.compile(
    rf'^provider "{_OTHERS}"|(?:"|(?<![.\w])|(?<=data\.)){_OTHERS}_\w+(?:" "|\.)',
    re.MULTILINE,
)
"""A configuration of such a provider, a block of one, or a reference to one."""

_HCL = re.compile(
    r'^(?:(?:resource|data|ephemeral|action|list|module|provider|variable|output|check|run) "[^"\n]+"(?: "[^"\n]+")?'
    r"|import|moved|removed|locals) \{$",
    re.MULTILINE,
)
_JSON = re.compile(r'^\s*"(?:resource|ephemeral|module|provider|variable|terraform)": \{', re.MULTILINE)


class Kind(Enum):
    """What a block contains: a part of a configuration, a file that it reads, queries, tests of a module, or else."""

    CONFIGURATION = "configuration"
    DATA = "data"
    QUERIES = "queries"
    TESTS = "tests"
    OTHER = "other"


_EXTENSIONS = {Kind.CONFIGURATION: "tf", Kind.QUERIES: "tfquery.hcl", Kind.TESTS: "tftest.hcl"}


@dataclass(frozen=True, slots=True)
class Block:
    """A code block: its page, the line of its first line of code, its text, and what the page says about it.

    `file` is the relative path of the file that it shows, if it names one. `required` is the minimum version of
    Terraform. `reason` says why it cannot be planned.
    """

    page: Path
    line: int
    language: str
    text: str
    file: str | None = None
    required: tuple[int, ...] = ()
    reason: str | None = None

    @property
    def name(self) -> str:
        """A name for its file: with the line of the page, such as `line_57.tf`, unless a configuration reads it."""
        if self.kind is Kind.DATA and self.file is not None:
            return PurePosixPath(self.file).name
        return f"line_{self.line}.{'tf.json' if self.language == 'json' else _EXTENSIONS[self.kind]}"

    @property
    def place(self) -> str:
        """The page and the line, such as `docs/guides/secrets.md:57`."""
        return f"{self.page.relative_to(ROOT)}:{self.line}"

    @property
    def kind(self) -> Kind:
        """What the block contains, according to its language and its text."""
        if self.language == "json" and _JSON.search(self.text):
            return Kind.CONFIGURATION
        if self.language not in {"terraform", "hcl"}:
            return Kind.OTHER if self.file is None else Kind.DATA
        if _QUERY.search(self.text):
            return Kind.QUERIES
        return Kind.TESTS if _MODULE_TEST.search(self.text) else Kind.CONFIGURATION

    @property
    def needs_other_providers(self) -> bool:
        """Whether it uses providers that tests do not install."""
        return _OTHER_PROVIDER.search(self.text) is not None

    @property
    def hides_configuration(self) -> bool:
        """Whether it is written in another language, but looks as if it contained a configuration."""
        return self.kind in {Kind.DATA, Kind.OTHER} and _HCL.search(self.text) is not None


def pages() -> tuple[Path, ...]:
    """README.md and every page under docs/. The texts from which the index is made are no pages."""
    docs = ROOT / "docs"
    return (ROOT / "README.md", *sorted(set(docs.rglob("*.md")) - set((docs / "texts").glob("*.md"))))


def read(page: Path) -> tuple[Block, ...]:
    """All code blocks of a page."""
    return tuple(_blocks(page, page.read_text(encoding="utf-8")))


def _blocks(page: Path, text: str) -> Iterator[Block]:
    for found in _FENCED.finditer(text):
        code = textwrap.dedent(found["text"])
        named, required = _FILE.match(code), _REQUIRED.match(code)
        yield Block(
            page=page,
            line=text.count("\n", 0, found.start("text")) + 1,
            language=found["language"],
            text=code,
            file=found["above"] or (named[1] if named else None),
            required=tuple(map(int, required.groups())) if required else (),
            reason=found["reason"],
        )
