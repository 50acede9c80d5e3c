"""Failure: how a command that fails says why."""

from __future__ import annotations

import sys


def failed(reason: str) -> int:
    """Write the reason to stderr; returns the exit code of the command."""
    sys.stderr.write(f"{reason}\n")
    return 1


def extra_missing(extra: str) -> int:
    """Name the extra of the distribution that the command needs; returns the exit code of the command."""
    return failed(
        "Terraform starts this program on its own; commands for people need a few more libraries.\n"
        f"Install them with: pip install 'terraform-provider-stitch[{extra}]'"
    )
