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
"""Bytes that a socket's path may have: `sun_path` has 104 on macOS and 108 on Linux, with a final zero."""

_LONGEST_NAME = len("/stitch-0123456789ab/plugin")


class PrivateDirectory:
    """A fresh directory of mode 0700 with room for a socket path; `remove` takes everything in it along."""

    def __init__(self, parent: str) -> None:
        self.path = os.path.join(parent, f"stitch-{os.urandom(6).hex()}")  # noqa: PTH118 - pathlib costs start-up time
        os.mkdir(self.path, 0o700)  # noqa: PTH102 - see above

    def file(self, name: str) -> str:
        """The path of a file in it."""
        return f"{self.path}/{name}"

    def open_to(self, group: str, path: str) -> None:
        """Let a group use the socket at `path`; nobody but the owner can list the directory."""
        import grp

        number = int(group) if group.isdecimal() else grp.getgrnam(group).gr_gid
        os.chown(self.path, -1, number)
        os.chmod(self.path, 0o710)  # noqa: PTH101, S103 - the group may pass, not look
        os.chown(path, -1, number)
        os.chmod(path, 0o660)  # noqa: PTH101 - see above

    def remove(self) -> None:
        """Remove it; one that is gone already is fine."""
        try:
            for name in os.listdir(self.path):  # noqa: PTH208 - see above
                os.unlink(self.file(name))  # noqa: PTH108 - see above
            os.rmdir(self.path)  # noqa: PTH106 - see above
        except FileNotFoundError:
            return


def private_directory(environment: Mapping[str, str]) -> PrivateDirectory:
    """A private directory where temporary files go, or in /tmp where that path is too long for a socket."""
    parent = environment.get("TMPDIR") or "/tmp"  # noqa: S108 - the directory made there is private
    if not os.path.isabs(parent) or not _fits(parent) or not os.path.isdir(parent):  # noqa: PTH117, PTH112 - see above
        parent = "/tmp"  # noqa: S108 - see above
    try:
        return PrivateDirectory(parent)
    except OSError as cause:
        raise HandshakeError(
            f"no directory for sockets can be made in {parent} ({cause.strerror}). Set TMPDIR to a directory that can "
            "be written to, with a short path."
        ) from cause


def announced(host: Host, environment: Mapping[str, str]) -> tuple[PrivateDirectory, socket.socket]:
    """The socket for the host to connect to, listening, where the host wants it; raises HandshakeError."""
    if host.socket_directory is None:
        directory = private_directory(environment)
    elif not _fits(host.socket_directory):
        raise HandshakeError(f"PLUGIN_UNIX_SOCKET_DIR is too long for a socket's path: {host.socket_directory}")
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
        raise HandshakeError(f"no socket for Terraform to connect to can be made: {cause}") from cause
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
    listener.setblocking(False)  # noqa: FBT003 - it has no name
    return listener


def _fits(parent: str) -> bool:
    return len(os.fsencode(parent)) + _LONGEST_NAME <= _LONGEST_PATH
