"""Directories of spares, each with a socket that only the user can reach."""

from __future__ import annotations

import contextlib
import fcntl
import os
import socket
from dataclasses import dataclass
from typing import TYPE_CHECKING

from stitch_provider.terraform.plugin.spare import client, orphans

if TYPE_CHECKING:
    from collections.abc import Iterator

_PREFIX = b"stitch-"


@dataclass(frozen=True, slots=True)
class Place:
    """A directory with a socket. `folder` is a descriptor of it, with a lock that ends with the spare."""

    path: bytes
    folder: int
    listener: socket.socket

    @property
    def descriptors(self) -> tuple[int, int]:
        """Those that a spare needs."""
        return self.folder, self.listener.fileno()

    def remove(self) -> None:
        """Remove the socket and the directory. If they do not exist any more, that is not an error."""
        with contextlib.suppress(OSError):
            os.unlink(client.SOCKET, dir_fd=self.folder)
            os.rmdir(self.path)

    def close(self) -> None:
        """Close the descriptors, in a process that does not listen. The lock remains while the spare has it."""
        self.listener.close()
        os.close(self.folder)


def claim(path: bytes) -> Place | None:
    """Create the directory of a spare. None if another spare has it, or it cannot be created.

    A directory in which nothing listens any more is used again.
    """
    try:
        folder = _directory(path)
    except OSError:
        return None
    try:
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return Place(path, folder, _listener(folder))
    except BlockingIOError:  # another spare has the lock
        os.close(folder)
    except OSError:
        os.close(folder)
        _remove_empty(path)
    return None


def _directory(path: bytes) -> int:
    try:
        os.mkdir(path, 0o700)
    except FileExistsError:
        return client.open_directory(path, os.O_RDONLY)
    try:
        return client.open_directory(path, os.O_RDONLY)
    except OSError:
        _remove_empty(path)
        raise


def _remove_empty(path: bytes) -> None:
    with contextlib.suppress(OSError):
        os.rmdir(path)


def _listener(folder: int) -> socket.socket:
    address = b"/proc/self/fd/%d/%s" % (folder, client.SOCKET)
    with contextlib.suppress(FileNotFoundError):
        os.unlink(address)
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        listener.bind(address)
        listener.listen()
    except OSError:
        listener.close()
        raise
    listener.settimeout(0)
    return listener


def running(temporary: bytes) -> Iterator[int]:
    """The processes of the spares of this user that wait in a temporary directory.

    Until a spare is ready, the process that has forked it can be the one that listens.
    """
    with contextlib.suppress(OSError):
        for name in sorted(os.listdir(temporary)):
            if name.startswith(_PREFIX):
                with contextlib.suppress(OSError):
                    connection, process = client.connect(os.path.join(temporary, name))
                    connection.close()
                    if orphans.is_named_spare(process):
                        yield process
