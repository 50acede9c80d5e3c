"""What `doctor` finds in the working directory, into which `init` puts packages or links."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from stitch_provider.installation import packages, working_directory
from stitch_provider.installation.interpreter import Interpreter
from stitch_provider.installation.launcher import Launcher
from stitch_provider.installation.mirrors import HOSTS, Place, platforms
from stitch_provider.installation.packages import Package

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from stitch_provider.installation.findings import Finding

VERSION = "0.1.0"
ADDRESS = f"{HOSTS[0]}/stitchdata/stitch"
THIS = platforms()[0]


def installed(mirror: Path, version: str = VERSION) -> Package:
    package = Package(Place(mirror, HOSTS[0], version, THIS), Launcher(version, "sha256:0"))
    packages.write([package], Interpreter("/venv/bin/python", "-I"))
    return package


def initialized(directory: Path, package: Package) -> Place:
    """Do what `init` does with a package."""
    place = Place(directory / ".terraform" / "providers", HOSTS[0], package.place.version, THIS)
    place.folder.parent.mkdir(parents=True)
    place.folder.symlink_to(package.place.folder)
    return place


def check(directory: Path, *present: Package, locked: Mapping[str, str] | None = None) -> list[Finding]:
    folder = working_directory.providers(directory, {})
    return [*working_directory.check(folder, VERSION, locked or {}, present)]


def test_before_init_there_is_no_finding(tmp_path: Path) -> None:
    assert check(tmp_path, installed(tmp_path / "mirror")) == []


def test_a_link_to_a_package_of_this_version_is_ok(tmp_path: Path) -> None:
    package = installed(tmp_path / "mirror")
    initialized(tmp_path, package)
    (finding,) = check(tmp_path, package, locked={ADDRESS: VERSION})
    assert finding.result == "ok"
    assert str(package.place.executable) in finding.found


def test_a_link_to_a_package_that_was_removed_is_a_problem(tmp_path: Path) -> None:
    package = installed(tmp_path / "mirror")
    place = initialized(tmp_path, package)
    packages.remove(package)
    (finding,) = check(tmp_path)
    assert finding.result == "problem"
    assert finding.found == f"{place.folder} is a link to {package.place.folder}, which does not exist."
    assert "Run init" in finding.action


def test_a_package_of_another_version_is_a_warning_that_says_how_to_use_this_one(tmp_path: Path) -> None:
    other, this = installed(tmp_path / "mirror", "0.0.9"), installed(tmp_path / "mirror")
    initialized(tmp_path, other)
    (finding,) = check(tmp_path, other, this, locked={ADDRESS: "0.0.9"})
    assert finding.result == "warning"
    assert "version 0.0.9" in finding.found
    assert finding.action == "To use version 0.1.0, run init -upgrade."


def test_another_version_than_the_lock_file_selects_is_a_problem(tmp_path: Path) -> None:
    other, this = installed(tmp_path / "mirror", "0.0.9"), installed(tmp_path / "mirror")
    initialized(tmp_path, other)
    (finding,) = check(tmp_path, other, this, locked={ADDRESS: VERSION})
    assert finding.result == "problem"
    assert "0.0.9" in finding.found
    assert "0.1.0" in finding.found
    assert finding.action == "Run init."


def test_versions_that_earlier_runs_of_init_left_do_not_matter(tmp_path: Path) -> None:
    other, this = installed(tmp_path / "mirror", "0.0.9"), installed(tmp_path / "mirror")
    initialized(tmp_path, other)
    initialized(tmp_path, this)
    packages.remove(other)
    (finding,) = check(tmp_path, this, locked={ADDRESS: VERSION})
    assert finding.result == "ok"


def test_a_link_to_a_folder_that_is_not_searched_any_more_is_a_warning(tmp_path: Path) -> None:
    elsewhere, package = installed(tmp_path / "elsewhere"), installed(tmp_path / "mirror")
    place = initialized(tmp_path, elsewhere)
    (finding,) = check(tmp_path, package, locked={ADDRESS: VERSION})
    assert finding.result == "warning"
    assert str(elsewhere.place.executable) in finding.found
    assert finding.action == f"To use the provider in one of them, remove {place.folder} and run init."


def test_an_archive_that_init_has_unpacked_is_ok(tmp_path: Path) -> None:
    place = Place(tmp_path / ".terraform" / "providers", HOSTS[0], VERSION, THIS)
    place.folder.mkdir(parents=True)
    place.executable.write_bytes(b"\x7fELF")
    (finding,) = check(tmp_path)
    assert finding.result == "ok"


def test_a_folder_without_the_provider_is_a_problem(tmp_path: Path) -> None:
    place = Place(tmp_path / ".terraform" / "providers", HOSTS[0], VERSION, THIS)
    place.folder.mkdir(parents=True)
    (finding,) = check(tmp_path)
    assert (finding.result, finding.found) == ("problem", f"{place.executable} does not exist.")


def test_packages_for_other_platforms_do_not_matter(tmp_path: Path) -> None:
    Place(tmp_path / ".terraform" / "providers", HOSTS[0], VERSION, "plan9_mips").folder.mkdir(parents=True)
    assert check(tmp_path) == []


@pytest.mark.parametrize(("named", "expected"), [("", ".terraform"), ("data", "data"), ("/data", "/data")])
def test_the_directory_of_the_environment_is_read(named: str, expected: str, tmp_path: Path) -> None:
    found = working_directory.providers(tmp_path, {"TF_DATA_DIR": named})
    assert found == tmp_path / expected / "providers"
