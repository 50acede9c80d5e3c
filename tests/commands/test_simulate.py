from __future__ import annotations

import json
import signal
import sys
from typing import Any

import pytest

from fakes import host
from stitch_provider.commands.simulate import simulate


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


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"faults": "{"}, "faults"),
        ({"port": 99999999}, "the port must be a number from 0 to 65535"),
        ({"port": -1}, "the port must be a number from 0 to 65535"),
        ({"client_id": 10**20}, "the client id must be a number"),
        ({"database": "/nowhere/stitch.db"}, "the database /nowhere/stitch.db: unable to open"),
        ({"database": __file__}, f"the database {__file__}: file is not a database"),
        ({"host": "nowhere.invalid"}, "). Choose another address with --host and --port."),
    ],
)
def test_a_simulator_that_cannot_start_is_an_error_with_its_reason(
    capsys: pytest.CaptureFixture[str], options: dict[str, Any], reason: str
) -> None:
    assert simulate(**options) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("The simulator cannot start: ")
    assert reason in err
