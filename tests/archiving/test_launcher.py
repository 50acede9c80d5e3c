from __future__ import annotations

import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from archiving.assembly import compile_launcher

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="on macOS the launcher starts the interpreter directly"),
    pytest.mark.skipif(shutil.which("cc") is None, reason="there is no C compiler"),
]

SHOW = '#!/bin/sh\nfor each in "$@"; do echo "$each"; done\n/usr/bin/env\n'
"""Takes the place of the loader: prints its arguments and environment."""


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """The launcher in a directory whose name has a space. A script takes the place of the loader."""
    program = tmp_path / "a folder" / "terraform-provider-stitch_v1.2.3"
    compile_launcher(program, static=False)
    loader = program.parent / "runtime" / "lib" / "ld.so"
    loader.parent.mkdir(parents=True)
    loader.write_text(SHOW)
    loader.chmod(0o755)
    return program


@pytest.fixture
def started(program: Path) -> Callable[..., list[str]]:
    """A function that starts the launcher by a path, and returns the lines that it prints."""

    def start(path: Path | str, *arguments: str, **environment: str) -> list[str]:
        run = subprocess.run(
            (path, *arguments), cwd=program.parent, env=environment, capture_output=True, text=True, check=True
        )
        return run.stdout.splitlines()

    return start


def test_the_interpreter_of_the_archive_gets_the_arguments(program: Path, started: Callable[..., list[str]]) -> None:
    runtime = f"{program.parent}/runtime"
    assert started(program, "export", "--out", "a b") [:13] == [
        "--inhibit-cache", "--library-path", f"{runtime}/lib", f"{runtime}/bin/python",
        "-I", "-S", "-B", "-X", "utf8", f"{runtime}/start.pyc", "export", "--out", "a b",
    ]  # fmt: skip


@pytest.mark.parametrize("path", ["./terraform-provider-stitch_v1.2.3", "../a folder/terraform-provider-stitch_v1.2.3"])
def test_the_path_of_the_launcher_can_be_relative(path: str, program: Path, started: Callable[..., list[str]]) -> None:
    assert f"{program.parent}/runtime/start.pyc" in started(path)


def test_the_path_of_the_launcher_can_be_a_symbolic_link(
    tmp_path: Path, program: Path, started: Callable[..., list[str]]
) -> None:
    link = tmp_path / "elsewhere" / "provider"
    link.parent.mkdir()
    link.symlink_to(program)
    assert f"{program.parent}/runtime/start.pyc" in started(link)


def test_only_variables_for_the_loader_are_removed(program: Path, started: Callable[..., list[str]]) -> None:
    shown = started(program, LD_PRELOAD="/x.so", LD_LIBRARY_PATH="/x", STITCH_API_TOKEN="t", OLD_X="1")
    assert [line for line in shown if line.startswith("LD_")] == []
    assert {"STITCH_API_TOKEN=t", "OLD_X=1"} <= set(shown)


def test_an_incomplete_archive_is_an_error_that_names_the_missing_file(program: Path) -> None:
    loader = program.parent / "runtime" / "lib" / "ld.so"
    loader.unlink()
    run = subprocess.run((program,), capture_output=True, text=True, check=False)
    assert run.returncode == 127
    assert run.stderr == f"terraform-provider-stitch cannot start: cannot run {loader}: No such file or directory\n"
