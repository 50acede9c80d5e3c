"""Writes a directory into a zip file, whose bytes depend only on names, contents and which files are executable."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The time of every entry: the earliest that the format has."""

_UNIX = 3
_FILE = 0o100000
_EXECUTABLE = 0o100


def write(directory: Path, target: Path) -> None:
    """Write the files of a directory, which contains no symbolic links, in the order of their names."""
    target.parent.mkdir(parents=True, exist_ok=True)
    files = {path.relative_to(directory).as_posix(): path for path in directory.rglob("*") if path.is_file()}
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, path in sorted(files.items()):
            entry = zipfile.ZipInfo(name, _EARLIEST)
            entry.create_system = _UNIX
            entry.compress_type = zipfile.ZIP_DEFLATED
            mode = 0o755 if path.stat().st_mode & _EXECUTABLE else 0o644
            entry.external_attr = (_FILE | mode) << 16
            archive.writestr(entry, path.read_bytes(), compresslevel=9)
