"""The command `terraform-provider-stitch debug`: runs the provider as a process that Terraform attaches to."""

from __future__ import annotations

from stitch_provider.stitch.provider import StitchProvider
from stitch_provider.terraform.plugin import process

_ADDRESS = "registry.terraform.io/stitchdata/stitch"


def debug() -> int:
    """Run the provider under a debugger; prints the environment variable that makes Terraform attach to it."""
    return process.debug(StitchProvider, _ADDRESS)
