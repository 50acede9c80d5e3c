"""The hashes of an archive that registries, mirrors and lock files contain."""

from __future__ import annotations

import hashlib
import zipfile
from typing import TYPE_CHECKING

from stitch_provider.installation import hashing

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def sha256(path: Path) -> str:
    """The SHA-256 of a file, as a hexadecimal number."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sums(paths: Mapping[str, Path]) -> str:
    """The file `SHA256SUMS`, in the format of `sha256sum`, of files by name."""
    return "".join(f"{sha256(path)}  {name}\n" for name, path in sorted(paths.items()))


def zh(archive: Path) -> str:
    """The hash of the archive itself, in the format of Terraform's lock file."""
    return f"zh:{sha256(archive)}"


def h1(archive: Path) -> str:
    """The hash of the files in the archive, in the format of Terraform's lock file.

    It is the same for the archive and the unpacked folder.
    """
    with zipfile.ZipFile(archive) as opened:
        return hashing.h1({name: opened.read(name) for name in opened.namelist()})
