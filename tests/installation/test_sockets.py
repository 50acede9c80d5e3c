from __future__ import annotations

import socket
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from stitch_provider.installation import sockets

if TYPE_CHECKING:
    import pytest


def test_a_socket_is_created_in_tmpdir_and_removed() -> None:
    with tempfile.TemporaryDirectory(dir="/tmp") as directory:  # the path of a socket has to be short
        finding = sockets.check({"TMPDIR": directory})
        assert finding.result == "ok"
        assert finding.found.endswith(f" in {directory}.")
        assert [*Path(directory).iterdir()] == []


def test_no_directory_for_sockets_is_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: str, mode: int = 0o777) -> None:
        raise PermissionError(13, "Permission denied", path)

    monkeypatch.setattr("os.mkdir", refuse)
    finding = sockets.check({})
    assert (finding.result, "neither in TMPDIR nor in /tmp" in finding.found) == ("problem", True)
    assert finding.action.startswith("Set TMPDIR")


def test_a_full_directory_is_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path, content: bytes) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", refuse)
    with tempfile.TemporaryDirectory(dir="/tmp") as directory:
        finding = sockets.check({"TMPDIR": directory})
        assert finding.result == "problem"
        assert finding.found.startswith(f"The provider cannot create sockets and files in {directory}/")
        assert finding.found.endswith(" (No space left on device).")
        assert "free space" in finding.action
        assert [*Path(directory).iterdir()] == []


def test_a_directory_in_which_no_socket_can_be_created_is_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(listener: socket.socket, path: str) -> None:
        raise PermissionError(13, "Permission denied", path)

    monkeypatch.setattr(socket.socket, "bind", refuse)
    with tempfile.TemporaryDirectory(dir="/tmp") as directory:
        finding = sockets.check({"TMPDIR": directory})
        assert finding.result == "problem"
        assert finding.found.startswith(f"The provider cannot create sockets and files in {directory}/")
        assert finding.action.startswith("Set TMPDIR")
        assert [*Path(directory).iterdir()] == []
