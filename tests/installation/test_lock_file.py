from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import pytest

from stitch_provider.installation import lock_file, packages
from stitch_provider.installation.hashing import h1_of_archive, h1_of_folder, zh
from stitch_provider.installation.interpreter import Interpreter
from stitch_provider.installation.launcher import Launcher
from stitch_provider.installation.mirrors import ADDRESSES, HOSTS, Place, platforms
from stitch_provider.installation.packages import Package

if TYPE_CHECKING:
    from pathlib import Path

    from stitch_provider.installation.findings import Finding

OTHER = "h1:zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz="


def entry(*hashes: str, host: str = HOSTS[0], version: str = "0.1.0", name: str = "stitchdata/stitch") -> str:
    lines = "".join(f'    "{each}",\n' for each in hashes)
    return (
        "# This file is maintained automatically.\n"
        f'provider "{host}/{name}" {{\n  version     = "{version}"\n  constraints = "~> 0.1"\n'
        f"  hashes = [\n{lines}  ]\n}}\n"
    )


@pytest.fixture
def package(tmp_path: Path) -> Package:
    written = Package(Place(tmp_path / "mirror", HOSTS[0], "0.1.0", platforms()[0]), Launcher("0.1.0", "sha256:0"))
    packages.write([written], Interpreter("/venv/bin/python", "-I"))
    return written


def checked(directory: Path, package: Package, *texts: str) -> list[Finding]:
    (directory / lock_file.NAME).write_text("\n".join(texts))
    return [*lock_file.check(directory, [package])]


def test_every_entry_of_the_provider_is_read() -> None:
    text = entry("h1:a", "zh:b") + entry(host=HOSTS[1]) + entry(OTHER, name="hashicorp/aws")
    assert [(lock.address, lock.version, lock.hashes) for lock in lock_file.read(text)] == [
        (f"{HOSTS[0]}/stitchdata/stitch", "0.1.0", ("h1:a", "zh:b")),
        (f"{HOSTS[1]}/stitchdata/stitch", "0.1.0", ()),
    ]


@pytest.mark.parametrize(
    ("text", "versions"),
    [(entry() + entry(version="0.2.0", host=HOSTS[1]), dict(zip(ADDRESSES, ("0.1.0", "0.2.0"), strict=True)))]
    + [(unreadable, {}) for unreadable in ('provider "', None)],
)
def test_the_selected_versions_are_those_of_a_lock_file_that_can_be_read(
    tmp_path: Path, text: str | None, versions: dict[str, str]
) -> None:
    if text is not None:
        (tmp_path / lock_file.NAME).write_text(text)
    assert lock_file.selected(tmp_path) == versions


def test_a_directory_without_a_lock_file_is_ok(tmp_path: Path, package: Package) -> None:
    (finding,) = lock_file.check(tmp_path, [package])
    assert (finding.result, finding.found) == ("ok", f"There is no lock file in {tmp_path}.")


def test_a_lock_file_without_the_provider_is_ok(tmp_path: Path, package: Package) -> None:
    (finding,) = checked(tmp_path, package, entry(OTHER, name="hashicorp/aws"))
    assert (finding.result, "not contain the provider" in finding.found) == ("ok", True)


def test_a_lock_file_with_the_hash_of_the_package_is_ok(tmp_path: Path, package: Package) -> None:
    (finding,) = checked(tmp_path, package, entry(OTHER, h1_of_folder(package.place.folder)))
    assert (finding.result, "accepts the files" in finding.found) == ("ok", True)


def test_a_lock_file_without_the_hash_of_the_package_is_a_problem(tmp_path: Path, package: Package) -> None:
    (finding,) = checked(tmp_path, package, entry(OTHER))
    assert finding.result == "problem"
    assert str(package.path) in finding.found
    assert finding.action.endswith(
        f"providers lock -fs-mirror={package.place.mirror} -platform={platforms()[0]} {HOSTS[0]}/stitchdata/stitch"
    )


def archive(mirror: Path, platform: str) -> Package:
    path = mirror / f"terraform-provider-stitch_0.1.0_{platform}.zip"
    with zipfile.ZipFile(path, "w") as opened:
        opened.writestr("terraform-provider-stitch_v0.1.0", platform)
    return Package(Place(mirror, HOSTS[0], "0.1.0", platform), None, path)


@pytest.mark.parametrize(("kind", "result"), [("h1", "ok"), ("zh", "ok"), ("other", "problem")])
def test_an_archive_is_compared_by_both_of_its_hashes(kind: str, result: str, tmp_path: Path) -> None:
    package = archive(tmp_path, platforms()[0])
    hashes = {each[:2]: each for each in (h1_of_archive(package.path), zh(package.path))}
    (finding,) = checked(tmp_path, package, entry(hashes.get(kind, OTHER)))
    assert finding.result == result


def test_a_file_that_is_no_archive_is_a_problem(tmp_path: Path) -> None:
    package = archive(tmp_path, platforms()[0])
    package.path.write_text("Not found")
    (finding,) = checked(tmp_path, package, entry(OTHER))
    assert finding.result == "problem"


def test_packages_of_other_platforms_are_not_compared(tmp_path: Path, package: Package) -> None:
    (tmp_path / lock_file.NAME).write_text(entry(h1_of_folder(package.place.folder)))
    (finding,) = lock_file.check(tmp_path, [package, archive(tmp_path, "plan9_mips")])
    assert finding.result == "ok"


@pytest.mark.parametrize(("host", "version"), [(HOSTS[0], "0.2.0"), (HOSTS[1], "0.1.0")])
def test_a_selected_version_that_is_not_installed_is_a_warning(
    host: str, version: str, tmp_path: Path, package: Package
) -> None:
    (finding,) = checked(tmp_path, package, entry(OTHER, host=host, version=version))
    assert finding.result == "warning"
    assert f"selects version {version} of {host}/stitchdata/stitch" in finding.found


@pytest.mark.parametrize("content", [b"provider {", b"\xff"])
def test_a_lock_file_that_cannot_be_read_is_a_problem(content: bytes, tmp_path: Path, package: Package) -> None:
    (tmp_path / lock_file.NAME).write_bytes(content)
    (finding,) = lock_file.check(tmp_path, [package])
    assert (finding.result, "cannot be read" in finding.found) == ("problem", True)
