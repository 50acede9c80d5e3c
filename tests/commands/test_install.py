"""What `install` and `uninstall` print and write. `tests/acceptance/test_installation.py` runs engines with it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import stitch_provider
from stitch_provider import __version__
from stitch_provider.commands.install import install
from stitch_provider.commands.uninstall import uninstall
from stitch_provider.installation import blocks, interpreter, packages
from stitch_provider.installation.digest import own_digest
from stitch_provider.installation.interpreter import Interpreter
from stitch_provider.installation.launcher import Launcher
from stitch_provider.installation.mirrors import HOSTS, Place, platforms
from stitch_provider.installation.packages import Package

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture
def mirror(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The default mirror of a user with an empty home directory."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    return tmp_path / ".terraform.d" / "plugins"


def stale(mirror: Path, version: str = "0.0.9") -> Package:
    """A package of another version, which was installed from the same environment."""
    package = Package(Place(mirror, HOSTS[0], version, platforms()[0]), Launcher(version, "sha256:0"))
    packages.write([package], Interpreter(sys.executable, "-I"))
    return package


def test_the_provider_is_installed_for_both_registries(mirror: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert install() == 0
    found = [*packages.find([mirror])]
    assert {each.place.host for each in found} == set(HOSTS)
    assert {each.launcher for each in found} == {Launcher(__version__, own_digest() or "")}
    assert {interpreter.read(each.interpreter_file) for each in found} == {Interpreter(sys.executable, "-I")}
    out, err = capsys.readouterr()
    assert out == f"Installed version {__version__} into {mirror} for Terraform and OpenTofu.\n"
    assert "editable installation" in err


def test_for_another_folder_the_cli_configuration_is_shown(
    mirror: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert install(plugin_dir="own mirror") == 0
    assert [*packages.find([mirror])] == []
    assert len([*packages.find([tmp_path / "own mirror"])]) == len(HOSTS) * len(platforms())
    out = capsys.readouterr().out
    assert "~/.terraformrc" in out
    shown = blocks.read(out[out.index("provider_installation {") :])
    (installation,) = shown.blocks("provider_installation")
    assert [each.text("path") for each in installation.blocks("filesystem_mirror")] == [f"{tmp_path}/own mirror"]


def test_the_cli_configuration_that_is_shown_does_not_ask_the_registry_for_the_provider(
    mirror: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert install(plugin_dir=str(tmp_path / "own")) == 0
    out = capsys.readouterr().out
    assert '    include = ["stitchdata/stitch"]\n  }\n  direct {\n    exclude = ["stitchdata/stitch"]\n  }\n}\n' in out


def test_an_implied_folder_needs_no_cli_configuration(mirror: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert install(plugin_dir=str(mirror)) == 0
    assert "filesystem_mirror" not in capsys.readouterr().out


def test_a_file_of_somebody_else_is_named_and_kept(mirror: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = Place(mirror, HOSTS[1], __version__, platforms()[0])
    place.folder.mkdir(parents=True)
    place.executable.symlink_to(sys.executable)
    assert install() == 1
    assert capsys.readouterr().err.startswith(f"{place.executable} was not written by this command.")
    assert place.executable.is_symlink()


def test_a_folder_that_cannot_be_written_is_an_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").touch()
    assert install(plugin_dir=str(tmp_path / "file")) == 1
    assert capsys.readouterr().err.startswith(f"Could not write to {tmp_path}/file")


@pytest.mark.parametrize("command", [install, uninstall])
def test_a_working_directory_that_was_deleted_is_an_error(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    command: Callable[..., int],
) -> None:
    deleted = tmp_path / "deleted"
    deleted.mkdir()
    monkeypatch.chdir(deleted)
    deleted.rmdir()
    assert command(plugin_dir="plugins") == 1
    assert "the working directory: No such file or directory." in capsys.readouterr().err


def test_from_an_archive_the_folder_for_the_archive_is_shown(
    mirror: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(stitch_provider, "__file__", "/archive/runtime/modules/stitch_provider/__init__.pyc")
    assert install() == 1
    assert "put the zip file into the folder" in capsys.readouterr().err
    assert not mirror.exists()


def test_an_environment_that_depends_on_variables_is_not_installed(
    mirror: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "executable", str(Path(sys.executable).resolve()))
    assert install() == 1
    assert "virtual environment" in capsys.readouterr().err
    assert not mirror.exists()


def test_versions_that_the_environment_no_longer_contains_are_named(
    mirror: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stale(mirror)
    assert install() == 0
    assert "Version 0.0.9 remains there, but does not start any more" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("versions", "every", "remaining"),
    [((), False, {"0.0.9"}), (("0.0.9",), False, {__version__}), ((), True, set())],
    ids=["this version", "another version", "all"],
)
def test_uninstall_removes_the_versions_that_are_named(
    *,
    versions: tuple[str, ...],
    every: bool,
    remaining: set[str],
    mirror: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    package = stale(mirror)
    install()
    capsys.readouterr()
    assert uninstall(*versions, every=every) == 0
    assert {each.place.version for each in packages.find([mirror])} == remaining
    assert (f"Removed {package.place.executable}.\n" in capsys.readouterr().out) == ("0.0.9" not in remaining)


def test_uninstall_keeps_what_install_has_not_written(mirror: Path, capsys: pytest.CaptureFixture[str]) -> None:
    package = stale(mirror)
    package.place.executable.write_bytes(b"\x7fELF")
    assert uninstall(every=True) == 0
    assert package.place.executable.exists()
    assert capsys.readouterr().out.startswith("install has not written any version into these folders: ")


def test_install_and_uninstall_leave_no_file(mirror: Path) -> None:
    install()
    uninstall()
    assert [*mirror.iterdir()] == []
