from __future__ import annotations

import asyncio

import pytest

from stitch.workspace import SimulatedAccount, simulated
from stitch_provider.connect import NotFoundError, RefusedError, Source
from stitch_provider.stitch.parent_source import each_source, get_source, live_sources
from stitch_provider.terraform.diagnostics import DiagnosticError

SOURCES = tuple(Source(id=number, type="import_api") for number in range(20))


async def test_sources_come_in_order_with_what_was_read() -> None:
    async def read(source: Source) -> int:
        return source.id * 2

    assert [(source.id, found) async for source, found in each_source(SOURCES, read)] == [
        (number, number * 2) for number in range(20)
    ]


async def test_a_source_that_was_deleted_since_it_was_listed_is_left_out() -> None:
    async def read(source: Source) -> int:
        if source.id == 3:
            raise NotFoundError("there is no source 3")
        return source.id

    assert [source.id async for source, _ in each_source(SOURCES, read)] == [*range(3), *range(4, 20)]


async def test_any_other_failure_ends_the_walk() -> None:
    async def read(source: Source) -> int:
        if source.id == 3:
            raise RefusedError("no")
        return source.id

    with pytest.raises(RefusedError):
        [source async for source in each_source(SOURCES, read)]


async def test_at_most_eight_sources_are_read_at_the_same_time() -> None:
    reading = 0
    most = 0

    async def read(source: Source) -> int:
        nonlocal reading, most
        reading += 1
        most = max(most, reading)
        await asyncio.sleep(0)
        reading -= 1
        return source.id

    async for _ in each_source(SOURCES, read):
        assert reading == 0
    assert most == 8


async def add(account: SimulatedAccount, name: str) -> int:
    created = await account.call("POST", "/v4/sources", {"type": "import_api", "display_name": name})
    return int(created["id"])


async def test_live_sources_are_ordered_and_leave_out_deleted_ones() -> None:
    async with simulated() as account:
        first, second, third = [await add(account, name) for name in ("One", "Two", "Three")]
        await account.call("DELETE", f"/v4/sources/{second}")
        found = await live_sources(account.session.provider_data)
        assert [source.id for source in found.all()] == [first, third]


async def test_one_source_is_found_by_its_id() -> None:
    async with simulated() as account:
        number = await add(account, "One")
        found = await live_sources(account.session.provider_data, str(number))
        assert [source.id for source in found.all()] == [number]


@pytest.mark.parametrize(("source_id", "summary"), [("404", "No such source"), ("abc", "Malformed id")])
async def test_a_source_id_that_names_no_source_is_an_error_at_the_attribute(source_id: str, summary: str) -> None:
    async with simulated() as account:
        with pytest.raises(DiagnosticError) as raised:
            await get_source(account.session.provider_data, source_id)
        (diagnostic,) = raised.value.diagnostics
        assert (diagnostic.summary, str(diagnostic.path)) == (summary, "source_id")
