"""Whether the provider can create the socket at which Terraform connects to it, and the file of its key."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import TYPE_CHECKING

from stitch_provider.installation.findings import Finding, ok
from stitch_provider.terraform.plugin.handshake import HandshakeError
from stitch_provider.terraform.plugin.sockets import private_directory

if TYPE_CHECKING:
    from collections.abc import Mapping

CHECK = "sockets"

_ADVICE = "Set TMPDIR to a writable directory with a short path and free space."
_SIZE = 4096
"""More bytes than the file of the key has."""


def check(environment: Mapping[str, str]) -> Finding:
    """Create a socket and a file where the provider would create them, and remove them again."""
    try:
        directory = private_directory(environment)
    except HandshakeError:
        found = "The provider cannot create a directory for sockets, neither in TMPDIR nor in /tmp."
        return Finding(CHECK, "problem", found, _ADVICE)
    try:
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(directory.file("plugin"))
        Path(directory.file("key")).write_bytes(bytes(_SIZE))
        return ok(CHECK, f"The provider can create sockets and files in {Path(directory.path).parent}.")
    except OSError as failure:
        found = f"The provider cannot create sockets and files in {directory.path} ({failure.strerror})."
        return Finding(CHECK, "problem", found, _ADVICE)
    finally:
        directory.remove()
