"""Streams and tokens of a source that was created a moment ago are looked for again if they are not found."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import httpx
import pytest

from connect.service import EPOCH, Service, timestamp
from connect.virtual_time import in_virtual_time, now
from stitch_provider.connect import MetadataChange, NotFoundError, OutOfTimeError

if TYPE_CHECKING:
    from stitch_provider.connect import Connect


def deny(service: Service, *endings: str, times: int = 10**9) -> None:
    """Answer the next so many requests whose path ends so as if there was no such source."""
    left = [times]

    def answer(request: httpx.Request) -> httpx.Response | None:
        service.before.append(answer)
        if not request.url.path.endswith(endings) or not left[0]:
            return None
        left[0] -= 1
        return httpx.Response(404)

    service.before = [answer]


def add_source(service: Service, age: float) -> int:
    """A source that is so many seconds old by the clock of the service."""
    source_id = service.add_source(created_at=timestamp(EPOCH - timedelta(seconds=age)))
    service.streams = {source_id: {"issues": {}}}
    return source_id


async def create(connect: Connect) -> int:
    return (await connect.sources.create(type="platform.github", display_name="GitHub", properties={})).id


@in_virtual_time
async def test_streams_of_a_source_that_this_process_has_created_are_listed_and_written() -> None:
    service = Service()
    connect = service.connect()
    source_id = await create(connect)
    service.streams = {source_id: {"issues": {}}}
    for endings in (("/streams",), ("/streams", f"/{source_id}"), ("/metadata",), ("/streams/1",)):
        deny(service, *endings, times=4)
        assert [each.tap_stream_id for each in (await connect.streams.list(source_id, fresh=True)).readable] == [
            "issues"
        ]
        await connect.streams.update(source_id, {"issues": (MetadataChange((), {"selected": True}),)})
        await connect.streams.get(source_id, 1)


@in_virtual_time
async def test_a_source_that_this_process_has_created_is_read_although_it_is_not_found_at_first() -> None:
    service = Service()
    connect = service.connect()
    source_id = await create(connect)
    service.sources, sources = {}, service.sources

    def appear(_: httpx.Request) -> None:
        if now() > 1010:
            service.sources = sources
        service.before.append(appear)

    service.before = [appear]
    assert (await connect.sources.get(source_id)).id == source_id


@in_virtual_time
async def test_streams_of_a_source_that_is_new_by_the_clock_of_the_service_are_looked_for_again() -> None:
    service = Service()
    source_id = add_source(service, age=30)
    deny(service, "/streams", times=3)
    assert (await service.connect().streams.list(source_id)).readable != ()


@pytest.mark.parametrize("age", [90, 10**6])
@in_virtual_time
async def test_a_source_that_is_not_new_is_not_waited_for(age: float) -> None:
    service = Service()
    source_id = add_source(service, age)
    deny(service, "/streams")
    with pytest.raises(NotFoundError):
        await service.connect().streams.list(source_id)
    assert now() < 1001


@in_virtual_time
async def test_streams_that_are_never_found_are_an_error_once_their_source_is_not_new_any_more() -> None:
    service = Service()
    source_id = add_source(service, age=0)
    deny(service, "/streams")
    with pytest.raises(NotFoundError):
        await service.connect().streams.list(source_id)
    assert 1060 < now() < 1070


@in_virtual_time
async def test_a_new_source_that_was_deleted_is_not_waited_for() -> None:
    service = Service()
    connect = service.connect()
    source_id = await create(connect)
    await connect.sources.delete(source_id)
    deny(service, "/streams")
    with pytest.raises(NotFoundError):
        await connect.streams.list(source_id)
    with pytest.raises(NotFoundError):
        await connect.sources.get(source_id)
    assert now() < 1002


@in_virtual_time
async def test_the_wait_for_a_new_source_ends_with_the_operation_and_says_what_failed() -> None:
    service = Service()
    source_id = add_source(service, age=0)
    deny(service, "/streams")
    with pytest.raises(OutOfTimeError, match="no such object"):
        await service.connect().within(10).streams.list(source_id)
    assert now() == pytest.approx(1010)
