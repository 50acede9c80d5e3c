from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

import pytest

from stitch_provider.terraform.plugin import sockets
from stitch_provider.terraform.plugin.handshake import HandshakeError, Host

if TYPE_CHECKING:
    from pathlib import Path


def host(directory: str | None = None, group: str | None = None) -> Host:
    return Host(certificate="", socket_directory=directory, socket_group=group, asks_multiplexing=False)


def mode(path: str) -> int:
    return stat.S_IMODE(os.stat(path).st_mode)  # noqa: PTH116 - it is a text


def test_the_directory_is_only_the_owners(tmp_path: Path) -> None:
    directory, listener = sockets.announced(host(), {"TMPDIR": str(tmp_path)})
    assert directory.path.startswith(str(tmp_path))
    assert mode(directory.path) == 0o700
    listener.close()


def test_nothing_remains_after_removal(tmp_path: Path) -> None:
    directory, listener = sockets.announced(host(), {"TMPDIR": str(tmp_path)})
    listener.close()
    directory.remove()
    directory.remove()
    assert not list(tmp_path.iterdir())


def test_a_path_too_long_for_sockets_is_avoided(tmp_path: Path) -> None:
    long = tmp_path / ("x" * 100)
    long.mkdir()
    directory = sockets.private_directory({"TMPDIR": str(long)})
    assert len(directory.file("plugin")) <= 103
    directory.remove()


@pytest.mark.parametrize("wanted", ["", "relative", "/nonexistent/directory"])
def test_an_unusable_temporary_directory_is_avoided(wanted: str) -> None:
    directory = sockets.private_directory({"TMPDIR": wanted})
    assert os.path.isabs(directory.path)  # noqa: PTH117 - it is a text
    directory.remove()


def test_the_host_decides_where_the_socket_is(tmp_path: Path) -> None:
    directory, listener = sockets.announced(host(str(tmp_path)), {"TMPDIR": "/nonexistent"})
    assert directory.path.startswith(str(tmp_path))
    listener.close()


def test_a_group_may_use_the_socket_but_not_look_around(tmp_path: Path) -> None:
    directory, listener = sockets.announced(host(str(tmp_path), str(os.getgid())), {})
    assert (mode(directory.path), mode(directory.file("plugin"))) == (0o710, 0o660)
    listener.close()


@pytest.mark.parametrize("directory", ["/nonexistent/directory", "/" + "x" * 100])
def test_an_unusable_directory_of_the_host_is_named(directory: str) -> None:
    with pytest.raises(HandshakeError, match=f"PLUGIN_UNIX_SOCKET_DIR.*{directory}"):
        sockets.announced(host(directory), {})


def test_an_unknown_group_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(HandshakeError, match="no-such-group"):
        sockets.announced(host(str(tmp_path), "no-such-group"), {})
    assert not list(tmp_path.iterdir())
