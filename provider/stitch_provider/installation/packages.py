"""Packages in mirrors: writes, finds and removes those whose executable is a launcher.

Only files that `install` has written are ever changed or removed.
"""

from __future__ import annotations

import os
import re
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from stitch_provider.installation import interpreter, launcher
from stitch_provider.installation.launcher import Launcher
from stitch_provider.installation.mirrors import HOSTS, Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from stitch_provider.installation.interpreter import Interpreter


_ARCHIVE = re.compile(r"terraform-provider-stitch_(?P<version>[^_]+)_(?P<platform>[^_]+_[^_]+)\.zip")


class OccupiedError(Exception):
    """There is another file where a launcher should be written, or beside it: `path`."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path))
        self.path = path


@dataclass(frozen=True, slots=True)
class Package:
    """A package in a mirror.

    `launcher` is None if its executable is of another kind, such as that of a release. `archive` is the zip file of a
    package that is not unpacked.
    """

    place: Place
    launcher: Launcher | None
    archive: Path | None = None

    @property
    def path(self) -> Path:
        """The zip file, or else the executable."""
        return self.archive or self.place.executable

    @property
    def interpreter_file(self) -> Path:
        """The file that names the Python environment to the launcher. It is the same for all platforms."""
        return self.place.folder.parent / interpreter.FILE


def write(packages: Iterable[Package], python: Interpreter) -> None:
    """Write launchers and the files that name their Python environment, or replace those that `install` has written.

    Raises OccupiedError before anything is written, and OSError.
    """
    packages = tuple(packages)
    for each in packages:
        _check_free(each)
    for each in packages:
        each.place.folder.mkdir(parents=True, exist_ok=True)
        _replace(each.interpreter_file, python.content, 0o644)
        if each.launcher is not None:
            _replace(each.place.executable, each.launcher.content, 0o755, each.interpreter_file.parent)


def find(mirrors: Iterable[Path]) -> Iterator[Package]:
    """All packages of the provider in these mirrors. Raises OSError for files that cannot be read."""
    for mirror in mirrors:
        for host in HOSTS:
            versions = mirror / host / "stitchdata" / "stitch"
            for executable in sorted(versions.glob("*/*/terraform-provider-stitch_v*")):
                place = Place(mirror, host, executable.parents[1].name, executable.parent.name)
                if executable == place.executable:
                    yield Package(place, _launcher_in(executable))
            for archive in sorted(versions.glob("terraform-provider-stitch_*.zip")):
                if named := _ARCHIVE.fullmatch(archive.name):
                    yield Package(Place(mirror, host, named["version"], named["platform"]), None, archive)


def remove(package: Package) -> None:
    """Remove a launcher, and the directories that are empty then. Packages of other kinds are not changed.

    Raises OSError.
    """
    if package.launcher is None:
        return
    package.place.executable.unlink()
    _remove_empty(package.place.folder)
    version = package.interpreter_file.parent
    if [*version.iterdir()] == [package.interpreter_file] and interpreter.read(package.interpreter_file):
        package.interpreter_file.unlink()
    for folder in (version, *version.parents[:3]):  # the provider, its namespace and its registry
        _remove_empty(folder)


def _check_free(package: Package) -> None:
    folder, file = package.place.folder, package.interpreter_file
    if folder.is_symlink():
        raise OccupiedError(folder)
    for path in folder.glob("*"):
        if path != package.place.executable or _launcher_in(path) is None:
            raise OccupiedError(path)
    if os.path.lexists(file) and (file.is_symlink() or interpreter.read(file) is None):
        raise OccupiedError(file)


def _launcher_in(path: Path) -> Launcher | None:
    """The launcher that a file is. A link to one is not what `install` has written."""
    return None if path.is_symlink() or not path.is_file() else launcher.recognize(path.read_bytes())


def _replace(path: Path, content: bytes, mode: int, directory: Path | None = None) -> None:
    """Write a file in one step, by way of a file in a directory of the same file system."""
    if path.exists() and path.read_bytes() == content and path.stat().st_mode & 0o777 == mode:
        return
    temporary = (directory or path.parent) / f".{path.name}.{os.getpid()}"
    try:
        temporary.write_bytes(content)
        temporary.chmod(mode)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def _remove_empty(folder: Path) -> None:
    with suppress(OSError):
        folder.rmdir()
