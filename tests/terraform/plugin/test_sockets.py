from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from stitch_provider.terraform.plugin import sockets
from stitch_provider.terraform.plugin.handshake import HandshakeError, Host


def host(directory: str | None = None, group: str | None = None) -> Host:
    return Host(certificate="", socket_directory=directory, socket_group=group, requests_multiplexing=False)


def mode(path: str) -> int:
    return stat.S_IMODE(Path(path).stat().st_mode)


def test_only_the_owner_has_access_to_the_directory(tmp_path: Path) -> None:
    directory, listener = sockets.announced(host(), {"TMPDIR": str(tmp_path)})
    assert directory.path.startswith(str(tmp_path))
    assert mode(directory.path) == 0o700
    listener.close()


def test_a_directory_can_be_removed_twice(tmp_path: Path) -> None:
    directory, listener = sockets.announced(host(), {"TMPDIR": str(tmp_path)})
    listener.close()
    directory.remove()
    directory.remove()
    assert not list(tmp_path.iterdir())


def test_a_temporary_directory_with_a_long_path_is_not_used(tmp_path: Path) -> None:
    long = tmp_path / ("x" * 100)
    long.mkdir()
    directory = sockets.private_directory({"TMPDIR": str(long)})
    assert len(directory.file("plugin")) <= 103
    directory.remove()


@pytest.mark.parametrize("wanted", ["", "relative", "/nonexistent/directory"])
def test_an_invalid_temporary_directory_is_not_used(wanted: str) -> None:
    directory = sockets.private_directory({"TMPDIR": wanted})
    assert Path(directory.path).is_absolute()
    directory.remove()


def test_the_socket_is_in_the_directory_of_the_host(tmp_path: Path) -> None:
    directory, listener = sockets.announced(host(str(tmp_path)), {"TMPDIR": "/nonexistent"})
    assert directory.path.startswith(str(tmp_path))
    listener.close()


def test_a_group_can_use_the_socket_but_not_list_the_directory(tmp_path: Path) -> None:
    directory, listener = sockets.announced(host(str(tmp_path), str(os.getgid())), {})
    assert (mode(directory.path), mode(directory.file("plugin"))) == (0o710, 0o660)
    listener.close()


@pytest.mark.parametrize("directory", ["/nonexistent/directory", "/" + "x" * 100])
def test_an_invalid_directory_of_the_host_is_an_error_that_names_it(directory: str) -> None:
    with pytest.raises(HandshakeError, match=f"PLUGIN_UNIX_SOCKET_DIR.*{directory}"):
        sockets.announced(host(directory), {})


def test_an_unknown_group_is_an_error_and_leaves_no_directory(tmp_path: Path) -> None:
    with pytest.raises(HandshakeError, match="no-such-group"):
        sockets.announced(host(str(tmp_path), "no-such-group"), {})
    assert not list(tmp_path.iterdir())
