"""Files: laying down an exported configuration without ever destroying anybody's work.

Each file begins with a line that carries a digest of the rest. A file that has no such line, or another digest, belongs
to a person: it is neither overwritten nor removed.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_DIGEST_SIZE = 6
_HEADER = (
    "# Written by terraform-provider-stitch export ({digest}); overwritten by the next one unless it is changed.\n"
)
_HEADER_LINE = re.compile(re.escape(_HEADER).replace(re.escape("{digest}"), "([0-9a-f]+)"))


class OccupiedError(Exception):
    """Files that the export did not write, or that were changed since, stand in the way; `names` are theirs."""

    def __init__(self, names: tuple[str, ...]) -> None:
        super().__init__(f"would overwrite {', '.join(names)}")
        self.names = names


@dataclass(frozen=True, slots=True)
class Written:
    """The names of the files that were written anew or differently, and of those that were removed."""

    changed: tuple[str, ...]
    removed: tuple[str, ...]


def lay_down(directory: Path, texts: Mapping[str, str], *, force: bool) -> Written:
    """Write the texts by file name, and remove files of an earlier export that are no longer among them.

    Nothing is touched where one stands in the way: raises OccupiedError, unless `force` overwrites it. Raises OSError.
    """
    wanted = {name: sealed(text) for name, text in texts.items()}
    present = {path.name: path.read_text("utf-8", "replace") for path in sorted(directory.glob("*.tf"))}
    occupied = tuple(
        name for name, text in wanted.items() if name in present and present[name] != text and not ours(present[name])
    )
    if occupied and not force:
        raise OccupiedError(occupied)
    directory.mkdir(parents=True, exist_ok=True)
    changed = tuple(name for name, text in wanted.items() if present.get(name) != text)
    for name in changed:
        directory.joinpath(name).write_text(wanted[name], "utf-8", newline="\n")
    removed = tuple(name for name, text in present.items() if name not in wanted and ours(text))
    for name in removed:
        directory.joinpath(name).unlink()
    return Written(changed, removed)


def sealed(text: str) -> str:
    """The text with the line that says who wrote it."""
    return f"{_HEADER.format(digest=_digest(text))}\n{text}"


def ours(text: str) -> bool:
    """Whether this is the text of a file as the export wrote it."""
    header = _HEADER_LINE.match(text)
    return header is not None and header[1] == _digest(text[header.end() + 1 :])


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=_DIGEST_SIZE).hexdigest()
