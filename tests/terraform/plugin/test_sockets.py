from __future__ import annotations

import os
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from stitch_provider.terraform.plugin import sockets
from stitch_provider.terraform.plugin.handshake import HandshakeError, Host
from stitch_provider.terraform.plugin.spare import client


def host(directory: str | None = None, group: str | None = None) -> Host:
    return Host(certificate=None, socket_directory=directory, socket_group=group, requests_multiplexing=False)


def mode(path: str) -> int:
    return stat.S_IMODE(Path(path).stat().st_mode)


def test_only_the_owner_has_access_to_the_directory(temporary: Path) -> None:
    directory, listener = sockets.announced(host(), {"TMPDIR": str(temporary)})
    assert directory.path.startswith(str(temporary))
    assert mode(directory.path) == 0o700
    listener.close()


def test_a_directory_can_be_removed_twice(temporary: Path) -> None:
    directory, listener = sockets.announced(host(), {"TMPDIR": str(temporary)})
    listener.close()
    directory.remove()
    directory.remove()
    assert not list(temporary.iterdir())


def test_a_temporary_directory_with_a_long_path_is_not_used(tmp_path: Path) -> None:
    long = tmp_path / ("x" * 100)
    long.mkdir()
    directory = sockets.private_directory({"TMPDIR": str(long)})
    assert len(directory.file("plugin")) <= 103
    directory.remove()


@pytest.mark.parametrize("wanted", ["", "relative", "/nonexistent/directory", __file__, "/proc"])
def test_a_temporary_directory_in_which_nothing_can_be_created_is_not_used(wanted: str) -> None:
    directory = sockets.private_directory({"TMPDIR": wanted})
    assert Path(directory.path).is_absolute()
    assert not directory.path.startswith((__file__, "/proc"))
    directory.remove()


AS_ANOTHER_USER = """
import os, sys
from stitch_provider.terraform.plugin import sockets
if os.geteuid() == 0:
    os.setuid(65534)  # permissions do not apply to root
directory = sockets.private_directory({"TMPDIR": sys.argv[1]})
directory.remove()
print(directory.path)
"""


def test_a_temporary_directory_without_permission_is_not_used() -> None:
    with tempfile.TemporaryDirectory() as wanted:  # another user cannot enter the directories of pytest
        Path(wanted).chmod(0o555)
        command = (sys.executable, "-c", AS_ANOTHER_USER, wanted)
        used = Path(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    assert used.is_absolute()
    assert not used.is_relative_to(wanted)


def test_the_socket_is_in_the_directory_of_the_host(temporary: Path) -> None:
    directory, listener = sockets.announced(host(str(temporary)), {"TMPDIR": "/nonexistent"})
    assert directory.path.startswith(str(temporary))
    listener.close()


def test_a_group_can_use_the_socket_but_not_list_the_directory(temporary: Path) -> None:
    directory, listener = sockets.announced(host(str(temporary), str(os.getgid())), {})
    assert (mode(directory.path), mode(directory.file("plugin"))) == (0o710, 0o660)
    listener.close()


@pytest.mark.parametrize("directory", ["/nonexistent/directory", "/" + "x" * 100])
def test_an_invalid_directory_of_the_host_is_an_error_that_names_it(directory: str) -> None:
    with pytest.raises(HandshakeError, match=f"PLUGIN_UNIX_SOCKET_DIR.*{directory}"):
        sockets.announced(host(directory), {})


def test_an_unknown_group_is_an_error_and_leaves_no_directory(temporary: Path) -> None:
    with pytest.raises(HandshakeError, match="no-such-group"):
        sockets.announced(host(str(temporary), "no-such-group"), {})
    assert not list(temporary.iterdir())


@pytest.mark.parametrize("group", ["99999999999", "9" * 5000, "no-such-group"])
def test_a_group_that_cannot_be_used_is_an_error_that_names_the_variable(temporary: Path, group: str) -> None:
    with pytest.raises(HandshakeError, match="PLUGIN_UNIX_SOCKET_GROUP"):
        sockets.announced(host(None, group), {"TMPDIR": str(temporary)})
    assert not list(temporary.iterdir())


DEAD = 9_999_999
"""An id that no process ever has. That of a process that has ended could be the id of another one already."""

NOW = 1_700_000_000.0


def leave(parent: Path, name: str, *, seconds: float = 61) -> Path:
    """A directory with a file, as it is so many seconds after the file was created."""
    directory = parent / name
    directory.mkdir()
    (directory / "plugin").touch()
    os.utime(directory, (NOW - seconds, NOW - seconds))
    return directory


def test_directories_of_processes_that_were_killed_are_removed(tmp_path: Path) -> None:
    leave(tmp_path, f"stitch-{DEAD}-0123abcd")
    leave(tmp_path, f"stitch-{DEAD}-4244729-61a364-62e154")  # of a spare
    sockets.sweep(str(tmp_path), NOW)
    assert not list(tmp_path.iterdir())


def test_all_other_directories_are_kept(tmp_path: Path) -> None:
    young = leave(tmp_path, f"stitch-{DEAD}-0", seconds=59)
    names = (f"stitch-{os.getpid()}-0", "stitch-1-0", f"other-{DEAD}-0", f"stitch-{DEAD}", "stitch--0", "stitch-x-0")
    others = (f"stitch-{DEAD}-", "stitch-99999999-0")
    kept = {young, *(leave(tmp_path, name) for name in (*names, *others))}
    file = tmp_path / f"stitch-{DEAD}-file"
    file.touch()
    os.utime(file, (0, 0))
    link = tmp_path / f"stitch-{DEAD}-link"
    link.symlink_to(young, target_is_directory=True)
    os.utime(link, (0, 0), follow_symlinks=False)
    sockets.sweep(str(tmp_path), NOW)
    assert set(tmp_path.iterdir()) == kept | {file, link}
    assert all((directory / "plugin").exists() for directory in kept)


@pytest.mark.skipif(sys.platform != "linux", reason="there are no spares")
def test_the_directory_of_a_spare_is_removed_if_another_process_has_the_id_of_its_host(tmp_path: Path) -> None:
    """Terraform often is process 1 of a container, and the next container has a process 1 too."""
    start = client.start_time(os.getpid())
    leave(tmp_path, f"stitch-{os.getpid()}-{start + 1}-a-b")
    kept = leave(tmp_path, f"stitch-{os.getpid()}-{start}-a-b")
    sockets.sweep(str(tmp_path), NOW)
    assert list(tmp_path.iterdir()) == [kept]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a directory to another user")
def test_directories_of_other_users_are_kept(tmp_path: Path) -> None:
    theirs = leave(tmp_path, f"stitch-{DEAD}-0")
    os.chown(theirs, 65534, -1)
    sockets.sweep(str(tmp_path), NOW)
    assert list(tmp_path.iterdir()) == [theirs]


def test_a_directory_that_cannot_be_read_is_no_error() -> None:
    sockets.sweep("/nonexistent", NOW)
