"""The hashes of packages in lock files."""

from __future__ import annotations

import base64
import hashlib
import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def h1(files: Mapping[str, bytes]) -> str:
    """The hash of files by name, with slashes. It is Hash1 of Go's package golang.org/x/mod/sumdb/dirhash."""
    lines = [f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files, key=str.encode)]
    return f"h1:{base64.b64encode(hashlib.sha256(''.join(lines).encode()).digest()).decode()}"


def h1_of_folder(folder: Path) -> str:
    """The hash of all files in a folder. Raises OSError."""
    return h1({path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()})


def of_archive(archive: Path) -> frozenset[str]:
    """The two hashes of a zip file: of the files in it and of itself. Raises OSError and zipfile.BadZipFile."""
    with zipfile.ZipFile(archive) as opened:
        unpacked = h1({name: opened.read(name) for name in opened.namelist()})
    return frozenset({unpacked, f"zh:{hashlib.sha256(archive.read_bytes()).hexdigest()}"})
