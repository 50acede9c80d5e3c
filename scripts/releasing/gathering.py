"""Checks what a release is made of, and writes its files."""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from releasing import archives, bom, mirror, notes, parts, signing
from releasing.archives import Archive
from releasing.checksums import sums
from releasing.parts import Origin
from releasing.refusal import RefusedError
from stitch_provider.installation.hashing import sha256

if TYPE_CHECKING:
    from releasing.parts import Part

NAME = "terraform-provider-stitch"


@dataclass(frozen=True, slots=True)
class Release:
    """A release that can be written. `shortcomings` says what it lacks to be published."""

    contents: bom.Contents
    archives: Mapping[str, Archive]
    manifest: Path
    notes: str
    shortcomings: tuple[str, ...]


def prepared(root: Path, dist: Path, version: str, commit: bom.Commit) -> Release:
    """The release of a version of the project in `root`, with the archives in `dist`.

    Raises RefusedError if it is not allowed, and OSError if a file cannot be read.
    """
    if not (root / "tests" / "stitch" / "stored_states" / f"{version}.json").is_file():
        raise RefusedError(f"tests/stitch/stored_states/{version}.json does not exist. Run scripts/store-states.")
    text = notes.of_version((root / "CHANGELOG.md").read_text("utf-8"), version)
    found = archives.by_platform(archives.found(dist, without=dist / "release"), version)
    archiving = root / "scripts" / "archiving"
    contents = bom.Contents(
        version,
        commit,
        archives={archive.path.name: sha256(archive.path) for archive in found.values()},
        parts=_platforms_of_parts(found),
        locked=parts.locked((archiving / "requirements.txt").read_text("utf-8")),
        pinned=parts.pinned((archiving / "interpreters.json").read_text("utf-8")),
    )
    check_versions(contents)
    shortcomings = (
        *(f"There is no archive for {platform}." for platform in archives.missing(found)),
        *other_interpreters(contents),
    )
    return Release(contents, found, root / "terraform-registry-manifest.json", text, shortcomings)


def write(release: Release, target: Path, mirrored: Path, key: str | None) -> None:
    """Write the files of a release to the directory `target`, whose earlier contents are deleted.

    The version is added to the mirror in the directory `mirrored`. `key` is the fingerprint of the signing key.
    """
    with TemporaryDirectory(dir=target.parent) as directory:
        complete = Path(directory) / "release"
        complete.mkdir()
        _write_files(release, complete, key)
        shutil.rmtree(target, ignore_errors=True)
        complete.rename(target)
    mirror.write(mirrored, release.contents.version, release.archives)


def check_versions(contents: bom.Contents) -> None:
    """Raises RefusedError if an archive contains a distribution that is not locked, or another version of it."""
    for part in contents.parts:
        if part.origin is Origin.DISTRIBUTION and part.locked_as not in contents.locked:
            raise RefusedError(
                f"An archive contains {part.name} {part.version}, which is not locked in "
                "scripts/archiving/requirements.txt. Build the archives again."
            )


def other_interpreters(contents: bom.Contents) -> tuple[str, ...]:
    """A sentence for each archive whose interpreter has another version than the pinned one."""
    return tuple(
        f"The archive for {platform} contains Python {part.version}, which is not the pinned version."
        for part, platforms in contents.parts.items()
        if part.origin is Origin.INTERPRETER
        for platform in platforms
        if not any(bom.interpreters(part, (platform,), contents))
    )


def _platforms_of_parts(found: Mapping[str, Archive]) -> Mapping[Part, tuple[str, ...]]:
    platforms: defaultdict[Part, list[str]] = defaultdict(list)
    for platform, archive in found.items():
        for part in parts.of_archive(archive.path):
            if part.origin is not Origin.PROVIDER:
                platforms[part].append(platform)
    return {part: tuple(each) for part, each in platforms.items()}


def _write_files(release: Release, directory: Path, key: str | None) -> None:
    version = release.contents.version
    (directory / "notes.md").write_text(release.notes, "utf-8")
    shutil.copyfile(release.manifest, directory / f"{NAME}_{version}_manifest.json")
    (directory / f"{NAME}_{version}_bom.cdx.json").write_text(bom.document(release.contents), "utf-8")
    for archive in release.archives.values():
        shutil.copyfile(archive.path, directory / archive.path.name)
    checksums = directory / f"{NAME}_{version}_SHA256SUMS"
    checksums.write_text(sums({path.name: path for path in directory.glob(f"{NAME}_*")}), "utf-8")
    if key is not None:
        signing.sign(checksums, key)
