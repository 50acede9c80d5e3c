"""Error messages of commands."""

from __future__ import annotations

import sys


def failed(reason: str) -> int:
    """Write the reason to stderr and return the exit code of the command."""
    sys.stderr.write(f"{reason}\n")
    return 1


def extra_missing(extra: str) -> int:
    """Write which extra of the distribution is missing, and return the exit code of the command."""
    return failed(
        "Terraform starts this program by itself. Its commands need additional libraries.\n"
        f"Install them with: pip install 'terraform-provider-stitch[{extra}]'"
    )
