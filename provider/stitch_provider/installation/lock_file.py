"""The lock file of the working directory, `.terraform.lock.hcl`, compared with the packages in mirrors."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

from stitch_provider.installation import blocks
from stitch_provider.installation.findings import Finding, ok
from stitch_provider.installation.hashing import h1_of_archive, h1_of_folder, zh
from stitch_provider.installation.mirrors import ADDRESSES, platforms

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from stitch_provider.installation.packages import Package

CHECK = "lock_file"
NAME = ".terraform.lock.hcl"


@dataclass(frozen=True, slots=True)
class Lock:
    """The version of a provider that a lock file selects, and the hashes that its package may have."""

    address: str
    version: str
    hashes: tuple[str, ...]


def read(text: str) -> tuple[Lock, ...]:
    """The entries of this provider. Raises UnreadableError."""
    return tuple(
        Lock(address, entry.text("version"), entry.texts("hashes"))
        for provider in blocks.read(text).blocks("provider")
        for address in ADDRESSES
        for entry in provider.blocks(address)
    )


def selected(directory: Path) -> Mapping[str, str]:
    """The versions that the lock file of a directory selects, by address; none if there is no file that can be read."""
    try:
        return {each.address: each.version for each in read((directory / NAME).read_text())}
    except (OSError, blocks.UnreadableError, UnicodeDecodeError):
        return {}


def check(directory: Path, packages: Iterable[Package]) -> Iterator[Finding]:
    """Whether the lock file of a directory accepts the packages for this machine. Raises OSError."""
    file = directory / NAME
    try:
        locks = read(file.read_text())
    except FileNotFoundError:
        yield ok(CHECK, f"There is no lock file in {directory}.")
        return
    except (blocks.UnreadableError, UnicodeDecodeError):
        yield Finding(CHECK, "problem", f"{file} cannot be read.", "Restore it, or delete it and run init.")
        return
    if not locks:
        yield ok(CHECK, f"{file} does not contain the provider yet.")
    packages = [each for each in packages if each.place.platform in platforms()]
    for lock in locks:
        hashes = {
            each: _hashes(each)
            for each in packages
            if (each.place.address, each.place.version) == (lock.address, lock.version)
        }
        yield compare(file, lock, hashes)


def _hashes(package: Package) -> frozenset[str]:
    if package.archive is None:
        return frozenset({h1_of_folder(package.place.folder)})
    try:
        return frozenset({h1_of_archive(package.archive), zh(package.archive)})
    except zipfile.BadZipFile:
        return frozenset()


def compare(file: Path, lock: Lock, hashes: Mapping[Package, frozenset[str]]) -> Finding:
    """Whether a lock accepts the packages of its version, which have these hashes."""
    selects = f"{file} selects version {lock.version} of {lock.address}"
    if not hashes:
        action = (
            f"To use an installed version, run init -upgrade. Or install version {lock.version}. Nothing is to be done "
            "if it comes from a registry or another mirror."
        )
        return Finding(CHECK, "warning", f"{selects}, which is not in the folders above.", action)
    refused = [package for package, found in hashes.items() if found.isdisjoint(lock.hashes)]
    if not refused:
        return ok(CHECK, f"{selects}, and accepts the files that are installed.")
    place = refused[0].place
    action = (
        "Install the files that the others use. Or add the hash of yours to the lock file: terraform providers lock "
        f"-fs-mirror={place.mirror} -platform={place.platform} {lock.address}"
    )
    return Finding(CHECK, "problem", f"{selects}, and has no hash of {refused[0].path}.", action)
