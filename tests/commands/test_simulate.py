from __future__ import annotations

import json
import signal
import sys
from typing import TYPE_CHECKING

from fakes import host
from stitch_provider.commands.simulate import simulate

if TYPE_CHECKING:
    import pytest


async def test_the_address_is_printed_as_one_line_and_an_interrupt_ends_with_status_0() -> None:
    options = ("--port", "0", "--token", "t", "--client-id", "7")
    async with host.running((sys.executable, "-m", "stitch_provider", "simulate", *options), {}) as process:
        assert process.stdout is not None
        ready = json.loads(await process.stdout.readline())
        process.send_signal(signal.SIGINT)
        out, err = await process.communicate()
    assert (ready["token"], ready["client_id"]) == ("t", 7)
    assert ready["url"].startswith("http://127.0.0.1:")
    assert (process.returncode, out, err) == (0, b"", b"")


def test_a_simulator_that_cannot_start_is_an_error_with_its_reason(capsys: pytest.CaptureFixture[str]) -> None:
    assert simulate(faults="{") == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("The simulator cannot start: ")
