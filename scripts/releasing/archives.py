"""The archives of a release, which are recognized by their names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from releasing.refusal import RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

PLATFORMS = ("darwin_amd64", "darwin_arm64", "linux_amd64", "linux_arm64")
"""The platforms of a complete release, in the words of Terraform."""

_NAME = re.compile(r"terraform-provider-stitch_(?P<version>[^_]+)_(?P<platform>[a-z0-9]+_[a-z0-9]+)\.zip")


@dataclass(frozen=True, slots=True)
class Archive:
    """An archive of the provider for one platform."""

    path: Path
    version: str
    platform: str


def found(directory: Path, without: Path) -> tuple[Archive, ...]:
    """The archives in a directory and those below it, except those in the directory `without`."""
    paths = sorted(path for path in directory.rglob("*.zip") if without not in path.parents)
    names = [(path, _NAME.fullmatch(path.name)) for path in paths]
    return tuple(Archive(path, name["version"], name["platform"]) for path, name in names if name)


def by_platform(archives: Iterable[Archive], version: str) -> Mapping[str, Archive]:
    """The archives by platform. Raises RefusedError for one of another version, and for a platform given twice."""
    found: dict[str, Archive] = {}
    for archive in archives:
        if archive.version != version:
            raise RefusedError(
                f"{archive.path} is an archive of version {archive.version}, but the version is {version}. "
                "Delete it or build it again."
            )
        if archive.platform in found:
            raise RefusedError(
                f"There are two archives for {archive.platform}: {found[archive.platform].path} and {archive.path}. "
                "Delete one of them."
            )
        found[archive.platform] = archive
    if not found:
        raise RefusedError("There are no archives in dist/. Build one with scripts/archive on each platform.")
    return dict(sorted(found.items()))


def missing(archives: Mapping[str, Archive]) -> tuple[str, ...]:
    """The platforms of a complete release for which there is no archive."""
    return tuple(platform for platform in PLATFORMS if platform not in archives)
