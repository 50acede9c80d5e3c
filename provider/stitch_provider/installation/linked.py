"""Whether the packages in mirrors start the provider of this process."""

from __future__ import annotations

import os
import platform
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

from stitch_provider.installation import interpreter
from stitch_provider.installation.findings import Finding, ok
from stitch_provider.installation.mirrors import platforms

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator
    from pathlib import Path

    from stitch_provider.installation.interpreter import Interpreter
    from stitch_provider.installation.packages import Package

PYTHON, PACKAGE = "python", "package"

_INSTALL = "Run terraform-provider-stitch install."


def python(version: str, digest: str | None) -> Finding:
    """The interpreter of this process."""
    source = digest or "no source files, as in an archive"
    return ok(PYTHON, f"Python {platform.python_version()} in {sys.executable} runs version {version} ({source}).")


def check(
    version: str,
    digest: str | None,
    hosts: Iterable[str],
    packages: Iterable[Package],
    mirrors: Iterable[Path],
    *,
    locked: Collection[str],
    probe: Callable[[Interpreter], tuple[str, str | None] | None],
) -> Iterator[Finding]:
    """Whether each package can start the provider, and whether each of these registries has one of this version.

    `version` and `digest` are those of this process; the digest is None in an archive. `locked` are the versions that
    the lock file selects. `probe` returns the version and the digest of the provider that an interpreter starts, or
    None. One finding names all registries without a package.

    Packages that may not be used give no problems, only warnings: those of other versions, which an update leaves
    behind, and missing ones of an engine that is on PATH, if another engine has one. Archives also come from registries
    and mirrors on servers, which are not searched, so their packages may be missing.
    """
    packages = [each for each in packages if each.place.platform in platforms()]
    for each in packages:
        finding = _check_package(each, probe)
        used = each.place.version == version or each.place.version in locked
        yield replace(finding, result="warning") if finding.result == "problem" and not used else finding
    searched = ", ".join(map(str, mirrors))
    installed = {each.place.host for each in packages if each.place.version == version}
    missing = " and ".join(f"{host}/stitchdata/stitch" for host in hosts if host not in installed)
    if not missing:
        return
    found = f"Version {version} of {missing} is in none of these folders: {searched}."
    if digest is None:
        action = (
            f"In one of them, put the archive into {missing}. Nothing is to be done if the provider comes from a "
            "registry or from a mirror on a server."
        )
        yield Finding(PACKAGE, "warning", found, action)
    else:
        yield Finding(PACKAGE, "warning" if installed else "problem", found, _INSTALL)


def _check_package(package: Package, probe: Callable[[Interpreter], tuple[str, str | None] | None]) -> Finding:
    executable, launcher = package.place.executable, package.launcher
    if package.archive is not None:
        return ok(PACKAGE, f"{package.archive} is an archive of version {package.place.version}.")
    if not os.access(executable, os.X_OK):
        return Finding(PACKAGE, "problem", f"{executable} is not executable.", f"Make it executable. {_INSTALL}")
    if launcher is None:
        return ok(PACKAGE, f"{executable} was not written by terraform-provider-stitch install.")
    if others := sorted(str(each) for each in package.place.folder.iterdir() if each != executable):
        found = f"Files that do not belong to the provider change its hash: {', '.join(others)}."
        return Finding(PACKAGE, "problem", found, "Remove them.")
    if launcher.version != package.place.version:
        return Finding(PACKAGE, "problem", f"{executable} is for version {launcher.version}.", _INSTALL)
    python = interpreter.read(package.interpreter_file)
    if python is None:
        return Finding(PACKAGE, "problem", f"{package.interpreter_file} does not name an interpreter.", _INSTALL)
    starts = probe(python)
    if starts is None:
        found = f"{executable} starts {python.path}, which does not find the provider."
        return Finding(PACKAGE, "problem", found, f"Install the provider there again. {_INSTALL}")
    version, digest = starts
    if version != launcher.version:
        found = f"{executable} does not start, because the environment of {python.path} contains version {version}."
        action = (
            f"To use version {version}, run terraform-provider-stitch install and then init -upgrade. To remove "
            f"version {launcher.version}, run terraform-provider-stitch uninstall {launcher.version}."
        )
        return Finding(PACKAGE, "problem", found, action)
    if digest != launcher.digest:
        found = f"{executable} was written for other files than those that {python.path} starts ({digest})."
        action = f"{_INSTALL} The hash in lock files changes by that."
        return Finding(PACKAGE, "warning", found, action)
    return ok(PACKAGE, f"{executable} starts version {version} with {python.path}.")
