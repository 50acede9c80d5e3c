from __future__ import annotations

import asyncio

import pytest

from connect.service import Service, together
from connect.virtual_time import in_virtual_time, now
from stitch_provider.connect import OutOfTimeError, StoppedError, StreamSchema
from stitch_provider.connect.connections import CONNECTIONS, Connections
from stitch_provider.connect.deadline import Deadline


@in_virtual_time
async def test_hundreds_of_calls_at_once_wait_for_the_few_connections_and_succeed() -> None:
    service = Service(latency=10)
    source_id = service.add_source()
    service.streams[source_id] = {f"stream {number}": {} for number in range(400)}
    connect = service.connect()
    found = await together(*(connect.streams.get(source_id, number) for number in range(1, 401)))
    assert {type(schema) for schema in found} == {StreamSchema}
    assert service.most_under_way == CONNECTIONS
    assert len(service.calls) == 400


@in_virtual_time
async def test_the_wait_for_a_connection_is_no_part_of_the_time_for_the_answer() -> None:
    service = Service(latency=50)
    ids = [service.add_source() for _ in range(8 * CONNECTIONS)]
    connect = service.connect()
    updated = await together(*(connect.sources.update(source_id, display_name="x") for source_id in ids))
    assert [source.id for source in updated] == ids
    assert len(service.calls) == len(ids)
    assert now() == pytest.approx(1000 + 8 * 50)


@pytest.mark.parametrize("end", [OutOfTimeError, StoppedError])
@in_virtual_time
async def test_the_wait_for_a_connection_ends_with_the_operation_and_nothing_is_sent(end: type[Exception]) -> None:
    service = Service(latency=30)
    ids = [service.add_source() for _ in range(CONNECTIONS + 1)]
    connect = service.connect()
    writes = [asyncio.ensure_future(connect.sources.update(one, display_name="x")) for one in ids[:-1]]
    await asyncio.sleep(1)
    if end is StoppedError:
        asyncio.get_running_loop().call_later(5, service.stop.set)
    else:
        connect = connect.within(5)
    with pytest.raises(end):
        await connect.sources.update(ids[-1], display_name="x")
    assert now() == pytest.approx(1000 + 6)
    assert len(await together(*writes)) == len(service.calls) == CONNECTIONS


@pytest.mark.parametrize("steps", range(6))
@in_virtual_time
async def test_a_caller_that_is_cancelled_at_any_moment_leaves_its_connection_to_others(steps: int) -> None:
    connections, leave = Connections(), asyncio.Event()

    async def hold() -> None:
        async with connections.one(Deadline()):
            await leave.wait()

    tasks = [asyncio.ensure_future(hold()) for _ in range(CONNECTIONS)]
    await asyncio.sleep(1)
    waiting = [asyncio.ensure_future(hold()) for _ in range(CONNECTIONS)]
    await asyncio.sleep(1)
    leave.set()
    for _ in range(steps):
        await asyncio.sleep(0)
    for task in waiting:
        task.cancel()
    await together(*tasks, *waiting)
    leave.clear()
    tasks = [asyncio.ensure_future(hold()) for _ in range(CONNECTIONS)]
    await asyncio.sleep(1)
    leave.set()
    await asyncio.wait_for(asyncio.gather(*tasks), 1)


@in_virtual_time
async def test_an_operation_that_is_over_takes_no_connection() -> None:
    connections = Connections()
    for _ in range(2 * CONNECTIONS):
        with pytest.raises(OutOfTimeError):
            async with connections.one(Deadline(at=now())):
                pytest.fail("the operation is over")
    async with connections.one(Deadline().within(1)):
        assert now() == pytest.approx(1000)
