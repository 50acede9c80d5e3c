from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from stitch_provider.installation import interpreter, packages
from stitch_provider.installation.interpreter import Interpreter
from stitch_provider.installation.launcher import Launcher
from stitch_provider.installation.mirrors import HOSTS, Place
from stitch_provider.installation.packages import OccupiedError, Package

if TYPE_CHECKING:
    from pathlib import Path

PYTHON, OTHER = Interpreter("/venv/bin/python", "-I"), Interpreter("/other venv/bin/python", "-E -P")


def package(mirror: Path, version: str = "0.1.0", host: str = HOSTS[0], platform: str = "linux_amd64") -> Package:
    return Package(Place(mirror, host, version, platform), Launcher(version, f"sha256:{version}"))


def files(directory: Path) -> dict[str, bytes]:
    return {
        path.relative_to(directory).as_posix(): path.read_bytes() for path in directory.rglob("*") if path.is_file()
    }


def test_a_package_contains_only_the_launcher(tmp_path: Path) -> None:
    written = package(tmp_path)
    packages.write([written], PYTHON)
    assert [*written.place.folder.iterdir()] == [written.place.executable]
    assert written.place.executable.stat().st_mode & 0o777 == 0o755
    assert interpreter.read(written.interpreter_file) == PYTHON


def test_what_was_written_is_found(tmp_path: Path) -> None:
    written = [package(tmp_path, host=host, version=version) for host in HOSTS for version in ("0.1.0", "0.2.0")]
    packages.write(written, PYTHON)
    assert [*packages.find([tmp_path, tmp_path / "missing"])] == written


def test_writing_again_changes_nothing(tmp_path: Path) -> None:
    packages.write([package(tmp_path)], PYTHON)
    before = {path: path.stat().st_ino for path in tmp_path.rglob("*")}
    packages.write([package(tmp_path)], PYTHON)
    assert {path: path.stat().st_ino for path in tmp_path.rglob("*")} == before


def test_another_environment_and_digest_replace_the_earlier_ones(tmp_path: Path) -> None:
    earlier = package(tmp_path)
    packages.write([earlier], PYTHON)
    later = Package(earlier.place, Launcher("0.1.0", "sha256:later"))
    packages.write([later], OTHER)
    assert [*packages.find([tmp_path])] == [later]
    assert interpreter.read(later.interpreter_file) == OTHER


@pytest.mark.parametrize(
    "kind", ["link", "link to a launcher", "archive", "file beside it", "environment file", "linked folder"]
)
def test_nothing_is_written_if_a_file_of_somebody_else_is_there(kind: str, tmp_path: Path) -> None:
    wanted = [package(tmp_path / "mirror", host=host) for host in HOSTS]
    place = wanted[1].place
    if kind == "linked folder":
        (tmp_path / "elsewhere").mkdir()
        place.folder.parent.mkdir(parents=True)
        place.folder.symlink_to(tmp_path / "elsewhere")
    else:
        place.folder.mkdir(parents=True)
    match kind:
        case "link":
            place.executable.symlink_to("/venv/bin/terraform-provider-stitch")
        case "link to a launcher":
            (tmp_path / "launcher").write_bytes(Launcher("0.1.0", "sha256:0").content)
            place.executable.symlink_to(tmp_path / "launcher")
        case "archive":
            place.executable.write_bytes(b"\x7fELF")
        case "file beside it":
            (place.folder / ".DS_Store").touch()
        case "environment file":
            wanted[1].interpreter_file.write_text("mine")
    before = files(tmp_path)
    with pytest.raises(OccupiedError):
        packages.write(wanted, PYTHON)
    assert files(tmp_path) == before


def test_nothing_is_left_in_the_mirror_after_the_last_package_is_removed(tmp_path: Path) -> None:
    written = [package(tmp_path, host=host, version=version) for host in HOSTS for version in ("0.1.0", "0.2.0")]
    packages.write(written, PYTHON)
    for each in packages.find([tmp_path]):
        packages.remove(each)
    assert [*tmp_path.iterdir()] == []


def test_the_environment_file_stays_as_long_as_another_platform_uses_it(tmp_path: Path) -> None:
    intel, arm = package(tmp_path, platform="darwin_amd64"), package(tmp_path, platform="darwin_arm64")
    packages.write([intel, arm], PYTHON)
    packages.remove(intel)
    assert interpreter.read(arm.interpreter_file) == PYTHON
    assert [*packages.find([tmp_path])] == [arm]


@pytest.mark.parametrize(
    "name",
    ["linux_arm64/terraform-provider-stitch_v0.1.0", "linux_amd64/notes.txt", "notes.txt", "python-environment"],
)
def test_files_of_somebody_else_are_not_removed(name: str, tmp_path: Path) -> None:
    written = package(tmp_path)
    packages.write([written], PYTHON)
    foreign = written.interpreter_file.parent / name
    foreign.parent.mkdir(exist_ok=True)
    foreign.write_text("mine")
    for each in packages.find([tmp_path]):
        packages.remove(each)
    assert not written.place.executable.exists()
    assert foreign.read_text() == "mine"


def test_archives_of_releases_are_found_and_never_removed(tmp_path: Path) -> None:
    folder = tmp_path / HOSTS[0] / "stitchdata" / "stitch"
    folder.mkdir(parents=True)
    archive = folder / "terraform-provider-stitch_0.1.0_linux_amd64.zip"
    archive.touch()
    (folder / "terraform-provider-stitch_0.1.0_manifest.zip").touch()
    (found,) = packages.find([tmp_path])
    assert (found.place.version, found.place.platform, found.path) == ("0.1.0", "linux_amd64", archive)
    packages.remove(found)
    assert archive.exists()
