"""A small disk of its own, which can be filled."""

from __future__ import annotations

import subprocess
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_OPTIONS = "size=4m,nr_inodes=200"
_FILLER = "filler"


class NoDiskError(Exception):
    """A disk cannot be mounted here. That requires Linux and the rights of root."""


@contextmanager
def small_disk(directory: Path) -> Iterator[None]:
    """Mount a small disk on a directory; raises NoDiskError."""
    mount = ("mount", "-t", "tmpfs", "-o", _OPTIONS, "tmpfs", str(directory))
    try:
        mounted = subprocess.run(mount, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        mounted = False
    if not mounted:
        raise NoDiskError
    try:
        yield
    finally:
        subprocess.run(("umount", "--lazy", str(directory)), check=False)


def fill(directory: Path) -> None:
    """Use all of its space, and then all files that it can have."""
    filler = directory / _FILLER
    filler.mkdir()
    with suppress(OSError), (filler / "space").open("wb", buffering=0) as opened:
        while True:
            opened.write(bytes(4096))
    with suppress(OSError):
        for number in range(10_000):
            (filler / str(number)).touch()


def make_room(directory: Path) -> None:
    """Remove what fills the disk, if anything does."""
    filler = directory / _FILLER
    if filler.exists():
        for entry in filler.iterdir():
            entry.unlink()
        filler.rmdir()
