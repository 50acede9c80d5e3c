"""The hashes of packages that lock files and mirrors contain."""

from __future__ import annotations

import base64
import hashlib
import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def sha256(path: Path) -> str:
    """The SHA-256 of a file, as a hexadecimal number. Raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def h1(files: Mapping[str, bytes]) -> str:
    """The hash of files by name, with slashes. It is Hash1 of Go's package golang.org/x/mod/sumdb/dirhash."""
    lines = [f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files, key=str.encode)]
    return f"h1:{base64.b64encode(hashlib.sha256(''.join(lines).encode()).digest()).decode()}"


def h1_of_folder(folder: Path) -> str:
    """The hash of all files in a folder. Raises OSError."""
    return h1({path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()})


def h1_of_archive(archive: Path) -> str:
    """The hash of the files in a zip file, which the unpacked folder has too. Raises OSError and zipfile.BadZipFile."""
    with zipfile.ZipFile(archive) as opened:
        return h1({name: opened.read(name) for name in opened.namelist()})


def zh(archive: Path) -> str:
    """The hash of a zip file itself. Raises OSError."""
    return f"zh:{sha256(archive)}"
