"""The command `terraform-provider-stitch debug`: runs the provider as a process that commands attach to."""

from __future__ import annotations

from stitch_provider.installation.mirrors import ADDRESSES
from stitch_provider.stitch.provider import StitchProvider
from stitch_provider.terraform.plugin import process


def debug() -> int:
    """Run the provider for a debugger, and print the environment variable with which commands attach to it.

    Several commands can use it, also at the same time and with several provider configurations. The environment
    variables of the provider, such as STITCH_API_TOKEN, are those of this process. The flag `-debug` does the same.
    """
    return process.debug(StitchProvider, ADDRESSES)
