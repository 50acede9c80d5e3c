"""The command `terraform-provider-stitch`: a plugin for Terraform, a command line for people.

The composition root: it says which provider and which simulator the rest works with, and holds no logic. Terraform
waits for this module, so it imports nothing that one of its paths does not need.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

from stitch_provider.terraform.plugin import handshake

if TYPE_CHECKING:
    from stitch_provider.terraform.resource import Provider

ADDRESS = "registry.terraform.io/stitchdata/stitch"


def main() -> None:
    """Serve Terraform if it started this process, else do what the arguments say; exits."""
    if not handshake.started_by_terraform(os.environ):
        sys.exit(_command_line())
    from stitch_provider.terraform.plugin import process

    sys.exit(process.serve(_make_provider))


def _make_provider() -> Provider[Any, Any]:
    from stitch_provider.stitch.provider import StitchProvider

    return StitchProvider()


def _command_line() -> int:
    try:
        from stitch_provider import commands
    except ModuleNotFoundError as missing:
        sys.stderr.write(
            f"The command line needs {missing.name}, which is not installed.\n"
            "Install it with: pip install 'terraform-provider-stitch[simulator]'\n"
            "Terraform itself needs no command line: it starts this program on its own.\n"
        )
        return 1
    return commands.run(ADDRESS, _make_provider)
