"""What the launcher starts, and what it prints if it cannot start it. Each test runs the file."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from stitch_provider import __version__
from stitch_provider.installation import launcher, packages
from stitch_provider.installation.interpreter import Interpreter
from stitch_provider.installation.launcher import Launcher
from stitch_provider.installation.mirrors import Place
from stitch_provider.installation.packages import Package

if TYPE_CHECKING:
    from pathlib import Path

THIS = Interpreter(sys.executable, "-I")
REFUSAL = "terraform-provider-stitch cannot start: "


def installed(mirror: Path, python: Interpreter = THIS, version: str = __version__) -> Package:
    package = Package(Place(mirror, "registry.terraform.io", version, "linux_amd64"), Launcher(version, "sha256:0"))
    packages.write([package], python)
    return package


def run(executable: Path | str, directory: Path | None = None, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [executable, "--version"], cwd=directory, env=variables, capture_output=True, text=True, timeout=60, check=False
    )


def test_launchers_of_two_users_have_the_same_bytes(tmp_path: Path) -> None:
    one = installed(tmp_path / "one")
    other = installed(tmp_path / "other", Interpreter("/home/ada/venv/bin/python", "-E -P"))
    assert one.place.executable.read_bytes() == other.place.executable.read_bytes()


@pytest.mark.parametrize("other", [Launcher("0.2.0", "sha256:1"), Launcher("0.1.0", "sha256:2")])
def test_version_and_digest_change_the_bytes_and_are_recognized(other: Launcher) -> None:
    assert other.content != Launcher("0.1.0", "sha256:1").content
    assert launcher.recognize(other.content) == other


@pytest.mark.parametrize("content", [b"", b"#!/bin/sh\nexec true\n", b"\x7fELF\x00\xff"])
def test_other_files_are_not_recognized(content: bytes) -> None:
    assert launcher.recognize(content) is None


def test_it_starts_the_interpreter_in_the_file_with_the_arguments(tmp_path: Path) -> None:
    done = run(installed(tmp_path / "a mirror $HOME `id`").place.executable)
    assert (done.stdout, done.stderr) == (f"{__version__}\n", "")


@pytest.mark.skipif(sys.platform != "linux", reason="looks for modules where they are on Linux")
def test_it_ignores_variables_and_the_working_directory(tmp_path: Path) -> None:
    executable = installed(tmp_path / "mirror").place.executable
    for name in ("cyclopts", "json", "stitch_provider"):
        (tmp_path / f"{name}.py").write_text(f"print('foreign {name}')")
    done = run(executable, tmp_path, PYTHONPATH=f":{tmp_path}", CDPATH="/", IFS="/", HOME="")
    assert (done.stdout, done.stderr) == (f"{__version__}\n", "")


def test_the_file_is_found_through_the_links_of_a_plugin_cache_and_a_working_directory(tmp_path: Path) -> None:
    package = installed(tmp_path / "mirror")
    cache, link = tmp_path / "cache" / "a" / "linux_amd64", tmp_path / "work" / ".terraform" / "linux_amd64"
    cache.parent.mkdir(parents=True)
    link.parent.mkdir(parents=True)
    cache.symlink_to(package.place.folder)
    link.symlink_to(cache)
    done = run(f".terraform/linux_amd64/{package.place.executable.name}", tmp_path / "work")
    assert (done.stdout, done.stderr) == (f"{__version__}\n", "")


def test_without_the_file_it_says_what_to_run(tmp_path: Path) -> None:
    package = installed(tmp_path)
    package.interpreter_file.unlink()
    done = run(package.place.executable)
    assert done.returncode == 1
    assert done.stdout.startswith(f"{REFUSAL}the file python-environment")
    assert done.stdout.endswith("Run terraform-provider-stitch install.\n")


def test_without_the_interpreter_it_names_its_path(tmp_path: Path) -> None:
    done = run(installed(tmp_path, Interpreter("/removed/bin/python", "-I")).place.executable)
    assert done.returncode == 1
    assert done.stdout.startswith(f"{REFUSAL}/removed/bin/python does not exist or cannot be executed.")


def test_an_environment_with_another_version_is_not_started(tmp_path: Path) -> None:
    done = run(installed(tmp_path, version="0.0.9").place.executable)
    assert done.returncode == 1
    assert done.stdout.startswith(
        f"{REFUSAL}this is version 0.0.9, but the Python environment contains {__version__}. Run "
    )


def test_an_environment_without_the_provider_is_an_error_on_one_line(tmp_path: Path) -> None:
    base = os.path.realpath(sys.executable)
    done = run(installed(tmp_path, Interpreter(base, "-I")).place.executable)
    assert done.returncode == 1
    assert done.stdout.startswith(f"{REFUSAL}the Python environment does not contain it: No module named")
    assert done.stdout.count("\n") == 1
    assert done.stderr == ""
