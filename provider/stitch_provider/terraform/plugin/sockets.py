"""Sockets: private directories and the unix sockets in them."""

from __future__ import annotations

import os
import socket
from typing import TYPE_CHECKING

from stitch_provider.terraform.plugin.handshake import HandshakeError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stitch_provider.terraform.plugin.handshake import Host

_LONGEST_PATH = 103
"""The maximum length of a socket's path in bytes. `sun_path` has 104 on macOS and 108 on Linux, with a final zero."""

_LONGEST_NAME = len("/stitch-0123456789ab/plugin")


class PrivateDirectory:
    """A new directory with mode 0700, for sockets."""

    def __init__(self, parent: str) -> None:
        self.path = os.path.join(parent, f"stitch-{os.urandom(6).hex()}")
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
        """Remove the directory and everything in it. If it does not exist any more, that is not an error."""
        try:
            for name in os.listdir(self.path):
                os.unlink(self.file(name))
            os.rmdir(self.path)
        except FileNotFoundError:
            return


def private_directory(environment: Mapping[str, str]) -> PrivateDirectory:
    """A private directory in TMPDIR, or in /tmp if the path of TMPDIR is too long for a socket."""
    parent = environment.get("TMPDIR") or "/tmp"
    if not os.path.isabs(parent) or not _fits(parent) or not os.path.isdir(parent):
        parent = "/tmp"
    try:
        return PrivateDirectory(parent)
    except OSError as cause:
        raise HandshakeError(
            f"cannot create a directory for sockets in {parent} ({cause.strerror}). Set TMPDIR to a writable directory "
            "with a short path."
        ) from cause


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
        try:
            if host.socket_group is not None:
                directory.open_to(host.socket_group, directory.file("plugin"))
        except BaseException:
            listener.close()
            raise
    except (OSError, KeyError) as cause:
        directory.remove()
        raise HandshakeError(f"cannot create a socket for Terraform: {cause}") from cause
    return directory, listener


def listen(path: str) -> socket.socket:
    """A unix socket that listens at `path`."""
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        listener.bind(path)
        listener.listen()
    except OSError:
        listener.close()
        raise
    listener.settimeout(0)
    return listener


def _fits(parent: str) -> bool:
    return len(os.fsencode(parent)) + _LONGEST_NAME <= _LONGEST_PATH
