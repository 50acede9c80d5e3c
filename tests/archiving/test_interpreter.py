from __future__ import annotations

import hashlib
import json
import re
import sys
import tarfile
from pathlib import Path

import pytest

from archiving import interpreter
from archiving.interpreter import InterpreterError

PINS: dict[str, dict[str, str]] = json.loads(interpreter.PINNED.read_text())


def test_each_platform_has_an_address_and_a_hash() -> None:
    assert set(PINS) == {"linux_amd64", "linux_arm64", "darwin_amd64", "darwin_arm64"}
    assert all(
        pin["url"].startswith("https://") and re.fullmatch("[0-9a-f]{64}", pin["sha256"]) for pin in PINS.values()
    )


def test_all_platforms_have_the_same_release_of_the_same_version() -> None:
    releases = {re.sub("-(x86_64|aarch64)-(unknown-linux-gnu|apple-darwin)-", "-", pin["url"]) for pin in PINS.values()}
    assert len(releases) == 1


def test_a_file_that_is_not_the_pinned_one_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "python.tar.gz"
    file.write_bytes(b"something else")
    with pytest.raises(InterpreterError) as raised:
        interpreter.unpack(file, "linux_arm64", tmp_path / "python")
    assert hashlib.sha256(b"something else").hexdigest() in str(raised.value)
    assert PINS["linux_arm64"]["sha256"] in str(raised.value)
    assert not (tmp_path / "python").exists()


def test_the_pinned_file_is_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    python = tmp_path / "python3"
    python.write_text(f'#!/bin/sh\nexec {sys.executable} "$@"\n')
    python.chmod(0o755)
    with tarfile.open(tmp_path / "python.tar.gz", "w:gz") as archive:
        archive.add(python, "python/bin/python3")
    digest = hashlib.sha256((tmp_path / "python.tar.gz").read_bytes()).hexdigest()
    (tmp_path / "pins.json").write_text(json.dumps({"linux_arm64": {"url": "", "sha256": digest}}))
    monkeypatch.setattr(interpreter, "PINNED", tmp_path / "pins.json")
    found = interpreter.unpack(tmp_path / "python.tar.gz", "linux_arm64", tmp_path / "unpacked")
    assert found == interpreter.locate(Path(sys.executable))
    assert (tmp_path / "unpacked" / "python" / "bin" / "python3").exists()


def test_a_platform_without_an_interpreter_is_named(tmp_path: Path) -> None:
    with pytest.raises(InterpreterError, match="no interpreter for plan9_mips"):
        interpreter.download("plan9_mips", tmp_path)


def test_the_python_of_a_virtual_environment_leads_to_its_installation() -> None:
    found = interpreter.locate(Path(sys.executable))
    assert found.executable == Path(sys.executable).resolve()
    assert (found.library / "os.py").exists()
    assert found.version == sys.version_info[:3]
