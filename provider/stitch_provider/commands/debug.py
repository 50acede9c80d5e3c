"""The command `terraform-provider-stitch debug`: a provider process that Terraform attaches to."""

from __future__ import annotations

from stitch_provider.stitch.provider import StitchProvider
from stitch_provider.terraform.plugin import process

_ADDRESS = "registry.terraform.io/stitchdata/stitch"


def debug() -> int:
    """Run the provider by itself, for a debugger; prints how Terraform finds it."""
    return process.debug(StitchProvider, _ADDRESS)
