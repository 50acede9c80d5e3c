from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from stitch_provider import __version__
from stitch_provider.installation import interpreter
from stitch_provider.installation.digest import own_digest
from stitch_provider.installation.interpreter import Interpreter


@pytest.mark.parametrize("path", ["/home/ada/my venv/bin/python", os.fsdecode(b"/home/\xe4da/bin/python")])
def test_a_file_names_the_interpreter_that_was_written_to_it(path: str, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(Interpreter(path, "-E -P").content)
    assert interpreter.read(file) == Interpreter(path, "-E -P")


@pytest.mark.parametrize(
    "content", [b"", b"python\n-I\n", b"/bin/python\n-x\n", b"/bin/python\n", b"/a\n-I\n/b\n/c\n", b"/a\n-I\nb\n"]
)
def test_other_files_name_no_interpreter(content: bytes) -> None:
    assert interpreter.recognize(content) is None


def test_a_probe_returns_the_version_and_digest_of_the_provider_that_would_start() -> None:
    assert Interpreter(sys.executable, "-I").probe() == (__version__, own_digest())


@pytest.mark.parametrize("path", ["/removed/bin/python", "/bin/false", os.path.realpath(sys.executable)])
def test_a_probe_of_something_else_returns_nothing(path: str) -> None:
    assert Interpreter(path, "-I").probe() is None


def test_the_current_interpreter_is_used_with_options_that_isolate_it() -> None:
    assert interpreter.current(__version__, own_digest() or "") == Interpreter(sys.executable, "-I")


def test_an_interpreter_that_would_start_another_provider_is_not_used() -> None:
    assert interpreter.current(__version__, "sha256:other") is None


def test_a_path_that_does_not_fit_on_a_line_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a\nb").symlink_to(sys.prefix)
    executable = str(tmp_path / "a\nb" / "bin" / Path(sys.executable).name)
    assert Interpreter(executable, "-I").probe() == (__version__, own_digest())
    monkeypatch.setattr(sys, "executable", executable)
    assert interpreter.current(__version__, own_digest() or "") is None
