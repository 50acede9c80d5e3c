"""The digest of the provider's own files."""

from __future__ import annotations

import hashlib
from pathlib import Path

import stitch_provider


def own_digest() -> str | None:
    """The digest of this installation. None if it has no source files, such as one from an archive."""
    package = Path(stitch_provider.__file__)
    return digest(package.parent) if package.suffix == ".py" and package.is_file() else None


def digest(folder: Path) -> str:
    """A hash of the names and contents of all files, except bytecode and hidden files."""
    total = hashlib.sha256()
    for name, path in sorted((path.relative_to(folder).as_posix(), path) for path in folder.rglob("*")):
        if path.suffix != ".pyc" and not any(part.startswith(".") for part in name.split("/")) and path.is_file():
            total.update(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {name}\n".encode())
    return f"sha256:{total.hexdigest()}"
