from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from fakes import host
from fakes.waiting import SECONDS

WAYS = pytest.mark.parametrize(
    "command",
    [(str(Path(sys.executable).with_name("terraform-provider-stitch")),), (sys.executable, "-m", "stitch_provider")],
    ids=["console script", "module"],
)


@WAYS
async def test_a_process_that_terraform_starts_serves_the_stitch_provider(command: tuple[str, ...]) -> None:
    async with host.started(command) as plugin:
        async with plugin.channel() as channel:
            answer = await channel.unary_unary("/tfplugin6.Provider/GetMetadata")(b"")
        assert b"stitch_source" in answer


@WAYS
def test_a_process_that_terraform_did_not_start_is_the_command_line(command: tuple[str, ...]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=True)
    assert done.stdout.startswith("Usage: terraform-provider-stitch COMMAND")
