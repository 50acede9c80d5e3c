"""What `init` has put into the working directory: packages of the provider, or links to them.

Engines start the provider from there, whatever has changed in mirrors since. Source: the package `providercache` of
both engines.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from stitch_provider.installation import packages
from stitch_provider.installation.findings import Finding, ok
from stitch_provider.installation.mirrors import HOSTS, Place, platforms

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from stitch_provider.installation.packages import Package

CHECK = "working_directory"

_INIT = "Run init."


def providers(directory: Path, environment: Mapping[str, str]) -> Path:
    """The folder in which `init` puts packages, for a working directory. It is laid out like a mirror."""
    return directory / (environment.get("TF_DATA_DIR") or ".terraform") / "providers"


def check(folder: Path, version: str, locked: Mapping[str, str], present: Iterable[Package]) -> Iterator[Finding]:
    """Whether engines start this version from the folder, and from one of the packages that are in mirrors.

    `locked` has the version that the lock file selects for an address. Other versions than that are not used. Before
    `init` has been run there is no finding. Raises OSError.
    """
    known = {each.place.folder.resolve() for each in present if each.archive is None}
    found = {each.place: each for each in packages.find((folder,))}
    for host in HOSTS:
        places = _places(folder, host)
        used = [each for each in places if locked.get(each.address) in {None, each.version}]
        for place in used:
            yield _check_place(place, version, found.get(place), known)
        if places and not used:
            wanted, left = locked[places[0].address], ", ".join(each.version for each in places)
            text = f"The lock file selects version {wanted} of {places[0].address}, but {folder} contains only {left}."
            yield Finding(CHECK, "problem", text, _INIT)


def _places(folder: Path, host: str) -> list[Place]:
    """The packages for this machine, also those that are links to nothing."""
    entries = sorted((folder / host / "stitchdata" / "stitch").glob("*/*"))
    places = (Place(folder, host, each.parent.name, each.name) for each in entries)
    return [each for each in places if each.platform in platforms()]


def _check_place(place: Place, version: str, package: Package | None, known: set[Path]) -> Finding:
    target = place.folder.resolve()
    if place.folder.is_symlink() and not target.exists():
        action = f"{_INIT} If version {place.version} is not installed any more, run init -upgrade."
        return Finding(CHECK, "problem", f"{place.folder} is a link to {target}, which does not exist.", action)
    if package is None:
        return Finding(CHECK, "problem", f"{place.executable} does not exist.", f"Remove its folder. {_INIT}")
    executable = target / place.executable.name
    if place.version != version:
        found = f"In this directory, engines start version {place.version}: {executable}."
        return Finding(CHECK, "warning", found, f"To use version {version}, run init -upgrade.")
    if package.launcher is not None and target not in known:
        found = f"In this directory, engines start {executable}, which is in none of the folders above."
        action = f"To use the provider in one of them, remove {place.folder} and run init."
        return Finding(CHECK, "warning", found, action)
    return ok(CHECK, f"In this directory, engines start {executable}.")
