"""The checks as a whole. `tests/installation` has the cases of each."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

import pytest

from stitch_provider import __version__
from stitch_provider.commands.doctor import doctor
from stitch_provider.commands.install import install
from stitch_provider.installation import lock_file
from stitch_provider.installation.mirrors import HOSTS, Place, this_platform

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The home and working directory of a user without settings and engines."""
    for name in os.environ:
        if name.startswith(("TF_", "XDG_")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("PATH", "/nonexistent")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def report(capsys: pytest.CaptureFixture[str], *, expect: int) -> dict[str, Any]:
    """The results by check."""
    capsys.readouterr()
    assert doctor(json=True) == expect
    document = json.loads(capsys.readouterr().out)
    assert document["version"] == __version__
    return {each["check"]: each["result"] for each in document["findings"]}


def test_without_an_installation_the_exit_code_is_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert report(capsys, expect=1)["package"] == "problem"


def test_with_an_installation_the_exit_code_is_zero(capsys: pytest.CaptureFixture[str]) -> None:
    install()
    assert report(capsys, expect=0) == {
        "python": "ok",
        "sockets": "ok",
        "engine": "warning",
        "package": "ok",
        "lock_file": "ok",
        "token": "warning",
    }


def test_a_setting_with_which_the_provider_does_not_start_is_a_problem(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    install()
    monkeypatch.setenv("STITCH_SPARE", "forever")
    assert report(capsys, expect=1)["settings"] == "problem"


def test_a_working_directory_that_was_deleted_is_a_problem(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    deleted = tmp_path / "deleted"
    deleted.mkdir()
    monkeypatch.chdir(deleted)
    deleted.rmdir()
    assert doctor() == 1
    said = capsys.readouterr().out
    assert "Could not read the working directory: No such file or directory." in said
    assert "Change to a directory that exists." in said


def test_the_text_contains_the_same_findings(capsys: pytest.CaptureFixture[str]) -> None:
    install()
    assert doctor() == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[:2] for line in lines if line.startswith("warning")] == [
        ["warning", "engine:"],
        ["warning", "token:"],
    ]
    assert lines[-1] == "Problems: 0. Warnings: 2."


def test_the_lock_file_of_the_working_directory_is_compared(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    install()
    (home / lock_file.NAME).write_text(
        f'provider "registry.terraform.io/stitchdata/stitch" {{\n  version = "{__version__}"\n  hashes = ["h1:x"]\n}}\n'
    )
    assert report(capsys, expect=1)["lock_file"] == "problem"


def test_a_link_in_the_working_directory_to_a_package_that_was_removed_is_a_problem(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    install()
    place = Place(home / ".terraform" / "providers", HOSTS[0], __version__, this_platform())
    place.folder.parent.mkdir(parents=True)
    place.folder.symlink_to(home / "nowhere")
    assert report(capsys, expect=1)["working_directory"] == "problem"


def test_the_folder_in_the_configuration_is_checked(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    install(plugin_dir=str(home / "terraform.d" / "plugins"))
    assert report(capsys, expect=0)["package"] == "ok"


def test_another_folder_can_be_checked(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    install(plugin_dir=str(home / "mirror"))
    assert report(capsys, expect=1)["package"] == "problem"
    assert doctor(plugin_dir="mirror") == 0


def test_mirrors_of_the_cli_configuration_are_checked(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    install(plugin_dir=str(home / "mirror"))
    (home / ".terraformrc").write_text(
        f'provider_installation {{ filesystem_mirror {{ path = "{home / "mirror"}" }} }}'
    )
    assert report(capsys, expect=0)["package"] == "ok"


def test_nothing_is_changed(home: Path) -> None:
    install()
    before = {path: path.stat().st_mtime_ns for path in home.rglob("*")}
    doctor()
    assert {path: path.stat().st_mtime_ns for path in home.rglob("*")} == before


def test_a_user_without_a_home_gets_a_problem(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("HOME")
    monkeypatch.setattr("os.getuid", lambda: 2_000_000_001)
    assert report(capsys, expect=1)["package"] == "problem"
