from __future__ import annotations

import asyncio
import subprocess
import sys
from typing import Any

import httpx
import pytest

from connect.service import BASE, TOKEN, together
from connect.virtual_time import in_virtual_time
from stitch_provider.connect import Connect, MalformedError, NotFoundError, UnavailableError

GITHUB = {"type": "platform.github", "steps": [{"type": "form", "properties": [{"name": "access_token"}]}]}
RETIRED = {"type": "recurly", "details": {"access": False}, "upgrade_available": {"type": "platform.recurly"}}
ANSWERS: dict[str, Any] = {
    "/v4/source-types": [GITHUB, RETIRED, {"type": None}, {"type": "platform.empty", "steps": []}],
    "/v4/source-types/platform.github": GITHUB,
    "/v4/source-types/recurly": RETIRED,
    "/v4/source-types/platform.not_found": httpx.Response(400, json="no such type"),
    "/v4/source-types/a%2Fb%20c": GITHUB | {"type": "a/b c"},
    "/v4/destination-types": [{"type": "s3", "steps": [{"type": "form"}]}],
    "/v4/destination-types/s3": {"type": "s3", "steps": [{"type": "form"}]},
}


def types_service() -> tuple[Connect, list[str]]:
    calls: list[str] = []

    async def handle(request: httpx.Request) -> httpx.Response:
        path = request.url.raw_path.decode()
        calls.append(path)
        await asyncio.sleep(0.1)
        answer = ANSWERS.get(path, httpx.Response(404))
        return answer if isinstance(answer, httpx.Response) else httpx.Response(200, json=answer)

    stop = asyncio.Event()
    return Connect.to(BASE, token=TOKEN, user_agent="test", stop=stop, transport=httpx.MockTransport(handle)), calls


@in_virtual_time
async def test_types_without_steps_are_left_out_of_the_list() -> None:
    connect, _ = types_service()
    assert [card.type for card in (await connect.source_types.list()).all()] == ["platform.github"]
    assert [card.type for card in (await connect.destination_types.list()).all()] == ["s3"]


@in_virtual_time
async def test_a_type_is_asked_for_once_per_process() -> None:
    connect, calls = types_service()
    await together(*(connect.source_types.get("platform.github") for _ in range(10)))
    await connect.within(5).source_types.get("platform.github")
    await together(*(connect.destination_types.get("s3") for _ in range(10)))
    assert calls == ["/v4/source-types/platform.github", "/v4/destination-types/s3"]


@in_virtual_time
async def test_a_type_that_was_listed_needs_no_call() -> None:
    connect, calls = types_service()
    await connect.source_types.list()
    assert (await connect.source_types.get("platform.github")).properties.keys() == {"access_token"}
    assert calls == ["/v4/source-types"]


@pytest.mark.parametrize("name", ["platform.githup", "platform.not_found", "recurly"])
@in_virtual_time
async def test_a_type_that_cannot_be_configured_is_not_found(name: str) -> None:
    connect, _ = types_service()
    with pytest.raises(NotFoundError, match=f'source type "{name}"'):
        await connect.source_types.get(name)


@in_virtual_time
async def test_a_404_does_not_mean_an_unknown_type_if_there_is_no_list_of_types_either() -> None:
    stop = asyncio.Event()
    transport = httpx.MockTransport(lambda _: httpx.Response(404))
    connect = Connect.to(f"{BASE}/v4", token=TOKEN, user_agent="test", stop=stop, transport=transport)
    with pytest.raises(MalformedError, match=f'no Connect API at {BASE}/v4; leave out "/v4"'):
        await connect.source_types.get("platform.github")


@in_virtual_time
async def test_the_name_of_a_type_cannot_leave_its_place_in_the_path() -> None:
    connect, calls = types_service()
    assert (await connect.source_types.get("a/b c")).type == "a/b c"
    assert calls == ["/v4/source-types/a%2Fb%20c"]


@in_virtual_time
async def test_a_check_that_was_not_made_yet_is_none() -> None:
    connect, _ = types_service()
    assert await connect.sources.last_check(5) is None
    assert await connect.destinations.last_check(5) is None


@in_virtual_time
async def test_a_host_that_cannot_be_reached_is_named() -> None:
    def refuse(_: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("[Errno -2] Name or service not known")

    stop = asyncio.Event()
    transport = httpx.MockTransport(refuse)
    connect = Connect.to("https://nowhere.invalid", token=TOKEN, user_agent="test", stop=stop, transport=transport)
    with pytest.raises(UnavailableError, match=r"nowhere\.invalid.*Name or service not known"):
        await connect.destinations.list()


def test_importing_the_package_leaves_httpx_to_the_first_request() -> None:
    program = "import sys, stitch_provider.connect; sys.exit('httpx' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
