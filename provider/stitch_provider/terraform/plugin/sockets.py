"""Sockets: private directories and the unix sockets in them.

The name of a directory has the id of its process. A process that is killed cannot remove its directory, so that a later
process does it.
"""

from __future__ import annotations

import os
import socket
from contextlib import suppress
from typing import TYPE_CHECKING

from stitch_provider.terraform.plugin.handshake import HandshakeError
from stitch_provider.terraform.plugin.spare import client

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stitch_provider.terraform.plugin.handshake import Host

_LONGEST_PATH = 103
"""The maximum length of a socket's path in bytes. `sun_path` has 104 on macOS and 108 on Linux, with a final zero."""

_PREFIX = "stitch"
_LONGEST_NAME = len(f"/{_PREFIX}-4194304-01234567/plugin")
_LONGEST_ID = 7
"""Digits of the id of a process. The highest one is 4194304 on Linux and 99998 on macOS."""

_LONGEST_TIME = 20
"""Digits of a start time, which is a number of 64 bits."""

_SECONDS_TO_KEEP = 60.0
"""How old a directory is at least when another process removes it."""


class PrivateDirectory:
    """A new directory with mode 0700, for sockets."""

    def __init__(self, parent: str) -> None:
        self._owner = os.getpid()
        self.path = os.path.join(parent, f"{_PREFIX}-{self._owner}-{os.urandom(4).hex()}")
        os.mkdir(self.path, 0o700)

    def file(self, name: str) -> str:
        """The path of a file in it."""
        return f"{self.path}/{name}"

    def open_to(self, group: str, path: str) -> None:
        """Let a group use the socket at `path`. Only the owner can list the directory."""
        import grp

        number = int(group) if group.isdecimal() else grp.getgrnam(group).gr_gid
        os.chown(self.path, -1, number)
        os.chmod(self.path, 0o710)
        os.chown(path, -1, number)
        os.chmod(path, 0o660)

    def remove(self) -> None:
        """Remove the directory and everything in it. If it does not exist any more, that is not an error.

        A fork of the process that has created it does not remove it.
        """
        if os.getpid() != self._owner:
            return
        try:
            _remove(self.path)
        except FileNotFoundError:
            return


def private_directory(environment: Mapping[str, str]) -> PrivateDirectory:
    """A private directory in TMPDIR, or in /tmp if TMPDIR is not writable or too long for the path of a socket."""
    wanted = environment.get("TMPDIR", "")
    if os.path.isabs(wanted) and _fits(wanted):
        with suppress(OSError):
            return PrivateDirectory(wanted)
    try:
        return PrivateDirectory("/tmp")
    except OSError as cause:
        raise HandshakeError(
            f"cannot create a directory for sockets, neither in TMPDIR nor in /tmp ({cause.strerror}). Set TMPDIR to a "
            "writable directory with a short path."
        ) from cause


def sweep(parent: str, now: float) -> None:
    """Remove from a directory what processes of this user have left that were killed; `now` is as of `time.time`.

    Whatever cannot be read or removed stays. A process in another container that shares the directory counts as killed.
    Its connections last, but nothing can connect to it any more.
    """
    with suppress(OSError), os.scandir(parent) as entries:
        for entry in entries:
            owner = _owner_of(entry.name)
            if owner is not None and not _is_running(*owner):
                with suppress(OSError):
                    found = entry.stat(follow_symlinks=False)
                    old = now - found.st_mtime > _SECONDS_TO_KEEP
                    if old and found.st_uid == os.geteuid() and entry.is_dir(follow_symlinks=False):
                        _remove(entry.path)


def _owner_of(name: str) -> tuple[int, int | None] | None:
    """The id of the process in the name of a private directory, and its start time or None; None for any other name.

    Only the name of the directory of a spare has the start time. It is needed where the id is 1: another process has
    that id in the next container.
    """
    match name.split("-"):
        case [prefix, number, random] if prefix == _PREFIX and _is_number(number, _LONGEST_ID) and random:
            return int(number), None
        case [prefix, number, start, _, _] if (
            prefix == _PREFIX and _is_number(number, _LONGEST_ID) and _is_number(start, _LONGEST_TIME)
        ):
            return int(number), int(start)
    return None


def _is_number(text: str, longest: int) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= longest


def _is_running(process: int, start: int | None) -> bool:
    """Whether there is a process with this id, whoever it belongs to, and with this start time if one is known."""
    try:
        if start is not None:
            return client.start_time(process) == start
        os.kill(process, 0)
    except (ProcessLookupError, FileNotFoundError):
        return False
    except OSError:
        return True
    return True


def _remove(directory: str) -> None:
    for name in os.listdir(directory):
        os.unlink(os.path.join(directory, name))
    os.rmdir(directory)


def announced(host: Host, environment: Mapping[str, str]) -> tuple[PrivateDirectory, socket.socket]:
    """A listening socket for the host, in the directory that it requires; raises HandshakeError."""
    if host.socket_directory is None:
        directory = private_directory(environment)
    elif not _fits(host.socket_directory):
        raise HandshakeError(f"PLUGIN_UNIX_SOCKET_DIR is too long for the path of a socket: {host.socket_directory}")
    else:
        try:
            directory = PrivateDirectory(host.socket_directory)
        except OSError as cause:
            raise HandshakeError(
                f"PLUGIN_UNIX_SOCKET_DIR={host.socket_directory} cannot be used ({cause.strerror})."
            ) from cause
    try:
        listener = listen(directory.file("plugin"))
    except OSError as cause:
        directory.remove()
        raise HandshakeError(f"cannot create a socket in {directory.path} ({cause.strerror}).") from cause
    try:
        if host.socket_group is not None:
            directory.open_to(host.socket_group, directory.file("plugin"))
    except (OSError, LookupError, OverflowError, ValueError) as cause:
        listener.close()
        directory.remove()
        reason = cause.strerror if isinstance(cause, OSError) else "there is no such group"
        raise HandshakeError(
            f"PLUGIN_UNIX_SOCKET_GROUP={host.socket_group} cannot be used ({reason}). Set it to a group that you are a "
            "member of, or unset it."
        ) from cause
    return directory, listener


def listen(path: str) -> socket.socket:
    """A unix socket that listens at `path`."""
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        listener.bind(path)
        listener.listen(socket.SOMAXCONN)
    except OSError:
        listener.close()
        raise
    listener.settimeout(0)
    return listener


def _fits(parent: str) -> bool:
    return len(os.fsencode(parent)) + _LONGEST_NAME <= _LONGEST_PATH
