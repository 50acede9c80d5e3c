from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from fakes import host
from fakes.waiting import SECONDS

if TYPE_CHECKING:
    import pytest


async def test_a_channel_can_be_closed_while_something_refers_to_its_calls(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """The report of a failed test does. A test that fails must not become one that never ends."""
    async with host.started(TMPDIR=str(tmp_path_factory.mktemp("t"))) as plugin:
        async with asyncio.timeout(SECONDS), plugin.channel() as channel:
            stdio = channel.unary_stream("/plugin.GRPCStdio/StreamStdio")(b"")
            await stdio.wait_for_connection()
        assert stdio.done()
