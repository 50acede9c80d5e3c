"""The command `terraform-provider-stitch spare`: reports which spare processes run, and ends them."""

from __future__ import annotations

import contextlib
import os
import signal
import sys

from stitch_provider.terraform.plugin.spare import client, places


def spare(*, stop: bool = False) -> int:
    """Show your running spare processes. A spare process makes the provider start faster.

    They normally end with Terraform. With STITCH_SPARE=10m they stay for ten minutes after their last use, and with
    STITCH_SPARE=off there are none.

    Args:
        stop: End the spare processes. Provider processes that serve a command continue.
    """
    found = sorted(set(places.running(client.temporary_directory(os.environb)))) if sys.platform == "linux" else []
    for process in found:
        if stop:
            with contextlib.suppress(ProcessLookupError):  # it has ended by itself
                os.kill(process, signal.SIGTERM)
        sys.stdout.write(f"{'Ended' if stop else 'Running'}: process {process}\n")
    if not found:
        sys.stdout.write("No spare process runs.\n")
    return 0
