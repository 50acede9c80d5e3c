"""Files: writes an exported configuration without overwriting files that a person has edited.

Each file begins with a line that carries a digest of the rest. A file that has no such line, or another digest, belongs
to a person: it is neither overwritten nor removed.

A half-written file would have another digest than its line says. Therefore all files are first written to a staging
directory beside them and then renamed, which replaces a file as a whole. Where writing fails, for example because the
disk is full, no file has changed. Where the process ends between two renames, every file is that of the last export or
that of this one, and the next export brings all of them up to date. Terraform reads no subdirectories, so a staging
directory that a killed process left is harmless; the next export removes it.
"""

from __future__ import annotations

import hashlib
import re
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Mapping

_DIGEST_SIZE = 6
_STAGING = ".terraform-provider-stitch-export-"
"""How the names of staging directories begin; the rest is random, so that two exports at a time share none."""

_HEADER = (
    "# Written by terraform-provider-stitch export, which overwrites this file unless you change it (hash {digest}).\n"
)
_HEADER_LINE = re.compile(re.escape(_HEADER).replace(re.escape("{digest}"), "([0-9a-f]+)"))


class OccupiedError(Exception):
    """`names` are files to write that exist, and that no export wrote or that were changed since."""

    def __init__(self, names: tuple[str, ...]) -> None:
        super().__init__(f"would overwrite {', '.join(names)}")
        self.names = names


class Written(Struct, frozen=True):
    """The names of the files that were written anew or differently, and of those that were removed."""

    changed: tuple[str, ...]
    removed: tuple[str, ...]


def lay_down(directory: Path, texts: Mapping[str, str], *, force: bool) -> Written:
    """Write the texts by file name, and remove files of an earlier export that are no longer among them.

    Raises OccupiedError, before anything is changed, where a file of a person has one of the names, unless `force` is
    true: then that file is overwritten. Raises OSError where the directory cannot be read or written.
    """
    wanted = {name: sealed(text) for name, text in texts.items()}
    present = {path.name: path.read_text("utf-8", "replace") for path in sorted(directory.glob("*.tf"))}
    occupied = tuple(
        name for name, text in wanted.items() if name in present and present[name] != text and not ours(present[name])
    )
    if occupied and not force:
        raise OccupiedError(occupied)
    directory.mkdir(parents=True, exist_ok=True)
    for left in directory.glob(f"{_STAGING}*/"):
        shutil.rmtree(left)
    changed = {name: text for name, text in wanted.items() if present.get(name) != text}
    if changed:
        _replace(directory, changed)
    removed = tuple(name for name, text in present.items() if name not in wanted and ours(text))
    for name in removed:
        directory.joinpath(name).unlink()
    return Written(tuple(changed), removed)


def _replace(directory: Path, texts: Mapping[str, str]) -> None:
    """Write all files, then put them into the directory one by one; files that were there keep their permissions."""
    with TemporaryDirectory(prefix=_STAGING, dir=directory) as name_of_staging:
        staging = Path(name_of_staging)
        for name, text in texts.items():
            staging.joinpath(name).write_text(text, "utf-8", newline="\n")
            if directory.joinpath(name).exists():
                shutil.copymode(directory / name, staging / name)
        for name in texts:
            staging.joinpath(name).replace(directory / name)


def sealed(text: str) -> str:
    """The text with the line that says who wrote it."""
    return f"{_HEADER.format(digest=_digest(text))}\n{text}"


def ours(text: str) -> bool:
    """Whether this is the text of a file as the export wrote it."""
    header = _HEADER_LINE.match(text)
    return header is not None and header[1] == _digest(text[header.end() + 1 :])


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=_DIGEST_SIZE).hexdigest()
