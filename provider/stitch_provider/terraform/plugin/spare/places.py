"""Directories of spares, each with a socket that only the user can reach."""

from __future__ import annotations

import contextlib
import os
import socket
from typing import TYPE_CHECKING

from stitch_provider.terraform.plugin.spare import client

if TYPE_CHECKING:
    from collections.abc import Iterator

_PREFIX = b"stitch-"
_STAYING = b"stitch-spare-"


def claim(path: bytes) -> bool:
    """Create the directory of a spare. False if there is one, or there cannot be.

    One in which nothing listens any more is used again. That happens to spares that stay, as their paths are the same.
    """
    try:
        os.mkdir(path, 0o700)
    except FileExistsError:
        return os.path.basename(path).startswith(_STAYING) and _is_abandoned(path)
    except OSError:
        return False
    return True


def _is_abandoned(path: bytes) -> bool:
    try:
        client.connect(path)[0].close()
    except (ConnectionRefusedError, FileNotFoundError):
        return True
    except OSError:
        return False
    return False


def listen(path: bytes) -> socket.socket:
    """A socket in a directory. Raises OSError."""
    folder = client.open_directory(path)
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        address = b"/proc/self/fd/%d/%s" % (folder, client.SOCKET)
        with contextlib.suppress(FileNotFoundError):
            os.unlink(address)
        listener.bind(address)
        listener.listen()
    except OSError:
        listener.close()
        raise
    finally:
        os.close(folder)
    listener.settimeout(0)
    return listener


def release(path: bytes) -> None:
    """Remove a directory, if it is still there."""
    with contextlib.suppress(OSError):
        os.unlink(os.path.join(path, client.SOCKET))
    with contextlib.suppress(OSError):
        os.rmdir(path)


def running(temporary: bytes) -> Iterator[int]:
    """The processes of the spares of this user that listen in a temporary directory."""
    with contextlib.suppress(FileNotFoundError):
        for name in sorted(os.listdir(temporary)):
            if name.startswith(_PREFIX):
                with contextlib.suppress(OSError):
                    connection, process = client.connect(os.path.join(temporary, name))
                    connection.close()
                    yield process
