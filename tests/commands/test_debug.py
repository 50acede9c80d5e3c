from __future__ import annotations

import json
import os
import signal
import sys

import pytest

from fakes import host


@pytest.mark.parametrize("argument", ["debug", "-debug", "--debug", "-debug=true"])
async def test_terraform_and_opentofu_can_attach_to_the_provider_until_it_is_interrupted(argument: str) -> None:
    """With the command or with the flag of providers that are written in Go."""
    async with host.running((sys.executable, "-m", "stitch_provider", argument), dict(os.environ)) as process:
        assert process.stdout is not None
        line = (await process.stdout.readline()).decode()
        process.send_signal(signal.SIGINT)
        await process.communicate()
    name, value = line.rstrip().split("=", 1)
    assert name == "TF_REATTACH_PROVIDERS"
    assert json.loads(value.strip("'")).keys() == {
        "registry.terraform.io/stitchdata/stitch",
        "registry.opentofu.org/stitchdata/stitch",
    }
    assert process.returncode == 0
