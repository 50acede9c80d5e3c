"""Whether the provider can create the socket at which Terraform connects to it."""

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

_ADVICE = "Set TMPDIR to a writable directory with a short path."


def check(environment: Mapping[str, str]) -> Finding:
    """Create a socket where the provider would create it, and remove it again."""
    try:
        directory = private_directory(environment)
    except HandshakeError:
        found = "The provider cannot create a directory for sockets, neither in TMPDIR nor in /tmp."
        return Finding(CHECK, "problem", found, _ADVICE)
    try:
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(directory.file("plugin"))
        return ok(CHECK, f"The provider can create sockets in {Path(directory.path).parent}.")
    except OSError as failure:
        found = f"The provider cannot create sockets in {directory.path} ({failure.strerror})."
        return Finding(CHECK, "problem", found, _ADVICE)
    finally:
        directory.remove()
