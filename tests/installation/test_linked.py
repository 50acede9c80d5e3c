from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from stitch_provider.installation import linked, packages
from stitch_provider.installation.interpreter import Interpreter
from stitch_provider.installation.launcher import Launcher
from stitch_provider.installation.mirrors import HOSTS, Place, platforms
from stitch_provider.installation.packages import Package

if TYPE_CHECKING:
    from pathlib import Path

    from stitch_provider.installation.findings import Finding

VERSION, DIGEST = "0.1.0", "sha256:0"
PYTHON = Interpreter("/venv/bin/python", "-I")
THIS = platforms()[0]


def installed(mirror: Path, host: str = HOSTS[0], platform: str = THIS) -> Package:
    package = Package(Place(mirror, host, VERSION, platform), Launcher(VERSION, DIGEST))
    packages.write([package], PYTHON)
    return package


def check(
    mirror: Path, starts: tuple[str, str | None] | None = (VERSION, DIGEST), locked: tuple[str, ...] = ()
) -> list[Finding]:
    """The findings that are not ok, if the interpreter starts this."""
    probed: list[Interpreter] = []

    def probe(interpreter: Interpreter) -> tuple[str, str | None] | None:
        probed.append(interpreter)
        return starts

    findings = linked.check(VERSION, DIGEST, HOSTS, packages.find([mirror]), [mirror], locked=locked, probe=probe)
    faults = [each for each in findings if each.result != "ok"]
    assert set(probed) <= {PYTHON}
    return faults


@pytest.fixture
def package(tmp_path: Path) -> Package:
    """One of two packages, which are complete."""
    installed(tmp_path, HOSTS[1])
    return installed(tmp_path)


def test_packages_that_start_this_version_are_ok(package: Package) -> None:
    assert check(package.place.mirror) == []


def test_the_findings_show_what_is_started(package: Package) -> None:
    first, *_ = linked.check(VERSION, DIGEST, HOSTS, [package], [], locked=(), probe=lambda _: (VERSION, DIGEST))
    assert first.found == f"{package.place.executable} starts version 0.1.0 with /venv/bin/python."


def test_registries_without_a_package_are_one_problem(tmp_path: Path) -> None:
    (finding,) = check(tmp_path)
    assert finding.result == "problem"
    assert f"of {HOSTS[0]}/stitchdata/stitch and {HOSTS[1]}/stitchdata/stitch is in none of" in finding.found
    assert "terraform-provider-stitch install" in finding.action


def test_a_registry_without_a_package_is_a_warning_if_another_one_has_one(tmp_path: Path) -> None:
    installed(tmp_path)
    (finding,) = check(tmp_path)
    assert (finding.result, HOSTS[1] in finding.found) == ("warning", True)


def test_a_missing_package_is_a_warning_for_an_archive_which_a_registry_may_have(tmp_path: Path) -> None:
    (finding,) = linked.check(VERSION, None, HOSTS[:1], [], [tmp_path], locked=(), probe=lambda _: None)
    assert finding.result == "warning"
    assert finding.action.startswith(f"In one of them, put the archive into {HOSTS[0]}/stitchdata/stitch.")


def test_a_file_beside_the_launcher_is_a_problem(package: Package) -> None:
    foreign = package.place.folder / ".DS_Store"
    foreign.touch()
    (finding,) = check(package.place.mirror)
    assert (finding.result, str(foreign) in finding.found) == ("problem", True)


def test_packages_of_other_platforms_are_not_considered(package: Package) -> None:
    other = installed(package.place.mirror, platform="plan9_mips")
    other.place.executable.chmod(0o644)
    assert check(package.place.mirror) == []


@pytest.mark.parametrize(
    ("starts", "result", "found"),
    [
        (None, "problem", "does not find the provider"),
        (("0.2.0", "sha256:2"), "problem", "contains version 0.2.0"),
        ((VERSION, "sha256:2"), "warning", "other files"),
    ],
)
def test_an_environment_with_something_else_is_reported(
    package: Package, starts: tuple[str, str] | None, result: str, found: str
) -> None:
    first, _ = check(package.place.mirror, starts)
    assert (first.result, found in first.found) == (result, True)
    assert "terraform-provider-stitch install" in first.action


@pytest.mark.parametrize(("locked", "result"), [((), "warning"), (("0.0.9",), "problem")])
def test_an_earlier_version_that_does_not_start_is_a_problem_if_the_lock_file_selects_it(
    package: Package, locked: tuple[str, ...], result: str
) -> None:
    earlier = Package(Place(package.place.mirror, HOSTS[0], "0.0.9", THIS), Launcher("0.0.9", DIGEST))
    packages.write([earlier], PYTHON)
    (finding,) = check(package.place.mirror, locked=locked)
    assert (finding.result, f"contains version {VERSION}" in finding.found) == (result, True)


def test_a_launcher_that_is_not_executable_is_a_problem(package: Package) -> None:
    package.place.executable.chmod(0o644)
    (finding,) = check(package.place.mirror)
    assert (finding.result, "not executable" in finding.found) == ("problem", True)


def test_a_launcher_for_another_version_than_its_folder_is_a_problem(package: Package) -> None:
    package.place.executable.write_bytes(Launcher("0.2.0", DIGEST).content)
    (finding,) = check(package.place.mirror)
    assert (finding.result, "is for version 0.2.0" in finding.found) == ("problem", True)


def test_a_missing_environment_file_is_a_problem(package: Package) -> None:
    package.interpreter_file.unlink()
    (finding,) = check(package.place.mirror)
    assert (finding.result, "does not name an interpreter" in finding.found) == ("problem", True)


def test_the_executable_of_an_archive_is_ok(package: Package) -> None:
    package.place.executable.write_bytes(b"\x7fELF")
    assert check(package.place.mirror, (VERSION, DIGEST)) == []


def test_an_archive_of_this_version_is_ok(tmp_path: Path) -> None:
    for host in HOSTS:
        folder = tmp_path / host / "stitchdata" / "stitch"
        folder.mkdir(parents=True)
        (folder / f"terraform-provider-stitch_{VERSION}_{THIS}.zip").touch()
    assert check(tmp_path) == []


def test_registries_of_engines_that_are_not_used_need_no_package(tmp_path: Path) -> None:
    findings = linked.check(
        VERSION, DIGEST, HOSTS[:1], [installed(tmp_path)], [tmp_path], locked=(), probe=lambda _: (VERSION, DIGEST)
    )
    assert [each.result for each in findings] == ["ok"]
