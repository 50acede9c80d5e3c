from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest

from stitch_provider.connect import Connect
from stitch_provider.stitch.streams import discovery

SOURCE = {
    "id": 7,
    "type": "platform.github",
    "display_name": "GitHub",
    "name": "github",
    "properties": {},
    "report_card": {"type": "platform.github", "current_step": 4, "current_step_type": "field_selection", "steps": []},
}
ISSUES = {"stream_id": 1, "tap_stream_id": "issues", "stream_name": "issues", "metadata": {}}
RELEASES = {"stream_id": 2, "tap_stream_id": "releases", "stream_name": "releases", "metadata": {}}


@pytest.mark.parametrize("stale", [[], [RELEASES]])
async def test_streams_that_discovery_brings_while_one_looks_are_not_missed(stale: list[Any]) -> None:
    answers = iter([stale, [ISSUES, RELEASES]])

    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json=next(answers) if request.url.path.endswith("/streams") else SOURCE)

    connect = Connect.to(
        "https://stitch.example",
        token="made-up",
        user_agent="test",
        stop=asyncio.Event(),
        transport=httpx.MockTransport(answer),
    )
    found = await discovery.look(connect, 7, ["issues"])
    await connect.aclose()
    assert found.complete
    assert set(found.streams) == {"issues", "releases"}
