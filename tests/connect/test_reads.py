from __future__ import annotations

import asyncio
import contextlib

import httpx
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from connect.service import BASE, Service, together
from connect.virtual_time import in_virtual_time, now
from stitch_provider.connect import MalformedError, NotFoundError, Source, StoppedError, UnavailableError
from stitch_provider.connect.absence import PAUSE

LIST = "GET /v4/sources"


@in_virtual_time
async def test_three_sources_of_a_large_account_are_read_one_by_one() -> None:
    service = Service()
    ids = [service.add_source() for _ in range(100)][:3]
    found = await together(*map(service.connect().sources.get, ids))
    assert [source.id for source in found] == ids
    assert sorted(service.calls) == [f"{LIST}/{source_id}" for source_id in ids]


@in_virtual_time
async def test_a_few_sources_that_are_read_one_after_the_other_are_read_one_by_one() -> None:
    service = Service()
    ids = [service.add_source() for _ in range(100)][:6]
    connect = service.connect()
    for source_id in ids:
        await connect.sources.get(source_id)
    assert service.calls == [f"{LIST}/{source_id}" for source_id in ids]


@in_virtual_time
async def test_a_plan_of_a_thousand_sources_ten_at_a_time_makes_one_call_and_little_delay() -> None:
    service = Service(latency=0.1)
    ids = [service.add_source() for _ in range(1000)]
    connect, slots = service.connect(), asyncio.Semaphore(10)

    async def read(source_id: int) -> Source:
        async with slots:
            return await connect.sources.get(source_id)

    began = now()
    found = await asyncio.gather(*map(read, ids))
    assert [source.id for source in found] == ids
    assert service.calls == [LIST]
    assert now() - began == pytest.approx(0.1, abs=0.001)


@pytest.mark.parametrize("gap", [0.002, 0.02, 0.3])
@in_virtual_time
async def test_reads_that_come_one_after_the_other_make_few_calls_however_far_apart(gap: float) -> None:
    service = Service(latency=0.1)
    ids = [service.add_source() for _ in range(100)]
    connect = service.connect()

    async def read(order: int, source_id: int) -> Source:
        await asyncio.sleep(gap * order)
        return await connect.sources.get(source_id)

    found = await asyncio.gather(*(read(order, source_id) for order, source_id in enumerate(ids)))
    assert [source.id for source in found] == ids
    assert len(service.calls) <= (4 if gap < service.latency else 9)
    assert service.count(LIST) == 1


@in_virtual_time
async def test_a_source_that_was_read_is_not_read_again() -> None:
    service = Service()
    source_id = service.add_source()
    connect = service.connect()
    first = await connect.sources.get(source_id)
    assert await connect.within(5).sources.get(source_id) is first
    assert len(service.calls) == 1


@in_virtual_time
async def test_a_write_drops_only_the_source_written() -> None:
    service = Service()
    ids = [service.add_source() for _ in range(5)]
    connect = service.connect()
    await together(*map(connect.sources.get, ids))
    await connect.sources.update(ids[0], display_name="Renamed")
    service.calls.clear()
    found = await together(*map(connect.sources.get, ids))
    assert found[0].display_name == "Renamed"
    assert service.calls == [f"{LIST}/{ids[0]}"]


@in_virtual_time
async def test_a_list_that_began_before_a_write_is_not_used_for_the_source_written() -> None:
    service = Service(latency=1)
    ids = [service.add_source() for _ in range(5)]
    connect = service.connect()
    listing = asyncio.ensure_future(connect.sources.list())
    await asyncio.sleep(0.6)  # The list is made up, and on its way.
    service.latency = 0.01
    await connect.sources.update(ids[0], display_name="Renamed")
    assert (await connect.sources.get(ids[0])).display_name == "Renamed"
    await listing
    assert (await connect.sources.get(ids[0])).display_name == "Renamed"
    assert (await connect.sources.get(ids[1])).id == ids[1]
    assert service.count(LIST) == 1


@in_virtual_time
async def test_a_fresh_read_returns_changes_of_others() -> None:
    service = Service()
    source_id = service.add_source()
    connect = service.connect()
    await connect.sources.get(source_id)
    service.sources[source_id]["display_name"] = "Elsewhere"
    assert (await connect.sources.get(source_id)).display_name != "Elsewhere"
    assert (await connect.sources.get(source_id, fresh=True)).display_name == "Elsewhere"
    assert (await connect.sources.get(source_id)).display_name == "Elsewhere"


@in_virtual_time
async def test_a_deleted_source_is_not_found() -> None:
    service = Service()
    source_id = service.add_source(deleted_at="2024-05-01T00:00:00Z")
    with pytest.raises(NotFoundError):
        await service.connect().sources.get(source_id)
    assert [source.id for source in (await service.connect().sources.list()).all()] == [source_id]


@in_virtual_time
async def test_a_source_does_not_exist_only_if_the_list_agrees() -> None:
    service = Service()
    source_id = service.add_source()
    service.before = [httpx.Response(404)]
    assert (await service.connect().sources.get(source_id)).id == source_id
    with pytest.raises(NotFoundError):
        await service.connect().sources.get(12)


@in_virtual_time
async def test_a_source_missing_in_the_list_is_read_alone_too() -> None:
    service = Service()
    ids = [service.add_source() for _ in range(4)]
    service.before = [httpx.Response(200, json=[service.sources[source_id] for source_id in ids[1:]])]
    found = await together(*map(service.connect().sources.get, ids))
    assert [source.id for source in found] == ids
    assert service.calls == [LIST, f"{LIST}/{ids[0]}"]


@pytest.mark.parametrize("fault", [None, httpx.Response(501)], ids=["accepted", "failed"])
@in_virtual_time
async def test_a_destination_is_read_again_after_a_write(fault: httpx.Response | None) -> None:
    service = Service()
    connect = service.connect()
    destination_id = service.add_destination()
    assert (await connect.destinations.get(destination_id)).name == "Analytics"
    service.after = [fault]
    await together(connect.destinations.update(destination_id, name="Lake", properties={}))
    assert (await connect.destinations.get(destination_id)).name == "Lake"


@in_virtual_time
async def test_an_address_that_answers_404_to_everything_does_not_make_sources_disappear() -> None:
    service = Service()
    service.before = [httpx.Response(404, text="<html>nginx</html>")] * 9
    with pytest.raises(MalformedError, match=f"no Connect API at {BASE}"):
        await service.connect().sources.get(731905)


@in_virtual_time
async def test_a_failed_list_is_raised_to_all_callers_and_not_kept() -> None:
    service = Service()
    ids = [service.add_source() for _ in range(10)]
    connect = service.connect()
    service.before = [httpx.Response(501)]
    assert all(isinstance(result, UnavailableError) for result in await together(*map(connect.sources.get, ids)))
    assert [source.id for source in await together(*map(connect.sources.get, ids))] == ids
    assert service.calls == [LIST, LIST]


@in_virtual_time
async def test_a_shared_call_goes_on_when_one_caller_is_cancelled() -> None:
    service = Service()
    ids = [service.add_source() for _ in range(10)]
    connect = service.connect()
    reads = [asyncio.ensure_future(connect.sources.get(source_id)) for source_id in ids]
    await asyncio.sleep(0.05)
    for read in reads[:9]:
        read.cancel()
    assert (await reads[9]).id == ids[9]
    assert service.calls == [LIST]


@in_virtual_time
async def test_a_call_without_callers_is_cancelled_and_can_be_made_again() -> None:
    service = Service()
    source_id = service.add_source()
    connect = service.connect()
    for pause in (0.001, 0.05):
        read = asyncio.ensure_future(connect.sources.get(source_id))
        await asyncio.sleep(pause)
        read.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await read
    assert (await connect.sources.get(source_id)).id == source_id


@in_virtual_time
async def test_a_request_to_stop_ends_a_read_at_once_for_all_callers() -> None:
    service = Service(latency=50)
    ids = [service.add_source() for _ in range(5)]
    asyncio.get_running_loop().call_later(1, service.stop.set)
    began = now()
    assert all(isinstance(result, StoppedError) for result in await together(*map(service.connect().sources.get, ids)))
    assert now() - began == pytest.approx(1)


@in_virtual_time
async def test_polling_afresh_makes_one_call_per_round() -> None:
    service = Service()
    ids = [service.add_source() for _ in range(10)]
    connect = service.connect()
    for _ in range(3):
        await together(*(connect.sources.get(source_id, fresh=True) for source_id in ids))
    assert service.calls == [LIST] * 3


@in_virtual_time
async def test_few_sources_of_an_account_known_to_be_large_are_not_listed_again() -> None:
    service = Service()
    ids = [service.add_source() for _ in range(500)]
    connect = service.connect()
    await together(*map(connect.sources.get, ids))
    service.calls.clear()
    await together(*(connect.sources.get(source_id, fresh=True) for source_id in ids[:6]))
    assert service.count(LIST) == 0
    assert len(service.calls) == 6


@in_virtual_time
async def test_destinations_come_from_one_list_and_deleted_ones_are_left_out() -> None:
    service = Service()
    kept, deleted = service.add_destination(), service.add_destination(deleted_at="2024-05-01T00:00:00Z")
    connect = service.connect()
    results = await together(*map(connect.destinations.get, [kept, deleted, 1]))
    assert results[0].id == kept
    assert [type(result) for result in results[1:]] == [NotFoundError] * 2
    assert service.calls == ["GET /v4/destinations"] * 2
    await together(*(connect.destinations.get(kept, fresh=True) for _ in range(5)))
    assert service.calls == ["GET /v4/destinations"] * 3


@pytest.mark.parametrize("shown", [b"[]", b'[{"id":1,"type":"s3"}]'], ids=["nothing", "another one"])
@in_virtual_time
async def test_a_destination_that_one_list_lacks_is_found_in_the_next_one_after_a_pause(shown: bytes) -> None:
    service = Service(latency=0)
    destination_id = service.add_destination()
    service.before = [httpx.Response(200, content=shown)]
    began = now()
    assert (await service.connect().destinations.get(destination_id)).id == destination_id
    assert now() - began >= PAUSE


@pytest.mark.parametrize("answer", [b"null", b"<html>", b"{}", b'[{"id":"x"}]'], ids=["null", "HTML", "{}", "no id"])
@in_virtual_time
async def test_a_destination_is_not_missing_where_the_list_cannot_be_read(answer: bytes) -> None:
    service = Service(latency=0)
    service.before = [httpx.Response(200, content=answer)] * 2
    with pytest.raises(MalformedError):
        await service.connect().destinations.get(5)


NOT_THE_SERVICE = {
    "a page": httpx.Response(200, text="<html>Signed out</html>"),
    "a missing page": httpx.Response(404, text="<html>nginx</html>"),
    "a gateway": httpx.Response(404, json={"message": "no Route matched with those values"}),
}


@pytest.mark.parametrize("answer", NOT_THE_SERVICE.values(), ids=NOT_THE_SERVICE.keys())
@pytest.mark.parametrize("noun", ["sources", "destinations"])
@in_virtual_time
async def test_a_delete_that_something_else_answers_is_an_error(noun: str, answer: httpx.Response) -> None:
    service = Service(latency=0)
    number = service.add_source() if noun == "sources" else service.add_destination()
    service.before = [answer]
    with pytest.raises(MalformedError):
        await getattr(service.connect(), noun).delete(number)


@pytest.mark.parametrize("noun", ["sources", "destinations"])
@in_virtual_time
async def test_deleting_what_no_read_shows_is_a_success_whatever_the_body_of_the_404(noun: str) -> None:
    service = Service(latency=0)
    service.before = [httpx.Response(404, text="<html>nginx</html>")]
    await getattr(service.connect(), noun).delete(5)
    assert len(service.calls) > 1


@in_virtual_time
async def test_a_failed_list_of_destinations_is_not_kept() -> None:
    service = Service()
    destination_id = service.add_destination()
    connect = service.connect()
    service.before = [httpx.Response(501)]
    results = await together(*(connect.destinations.get(destination_id) for _ in range(3)))
    assert [type(result) for result in results] == [UnavailableError] * 3
    assert (await connect.destinations.get(destination_id)).id == destination_id
    assert len(service.calls) == 2


@in_virtual_time
async def test_sources_are_read_again_after_a_destination_was_deleted() -> None:
    service = Service()
    source_id, destination_id = service.add_source(), service.add_destination()
    connect = service.connect()
    await connect.sources.get(source_id)
    await connect.destinations.delete(destination_id)
    service.sources[source_id]["system_paused_at"] = "2024-05-14T09:30:00Z"
    assert (await connect.sources.get(source_id)).system_paused_at is not None


@in_virtual_time
async def test_sources_are_read_again_after_a_destination_was_created() -> None:
    service = Service()
    source_id = service.add_source(mapped_destination_ids=[])
    connect = service.connect()
    assert (await connect.sources.get(source_id)).destination_ids == ()
    created = await connect.destinations.create(type="postgres", properties={})
    service.sources[source_id]["mapped_destination_ids"] = [created.id]
    assert (await connect.sources.get(source_id)).destination_ids == (created.id,)


@in_virtual_time
async def test_streams_are_listed_once_per_source_until_a_write() -> None:
    service = Service()
    first, second = service.add_source(), service.add_source()
    service.streams = {first: {"issues": {}, "pulls": {}}, second: {"orders": {}}}
    connect = service.connect()
    await together(*(connect.streams.list(source_id) for source_id in [first, second] * 10))
    await together(*(connect.streams.get(first, 1) for _ in range(3)))
    assert len(service.calls) == 3
    await connect.sources.update(first, display_name="Storefront")
    await together(connect.streams.list(first), connect.streams.list(second), connect.streams.get(first, 1))
    assert len(service.calls) == 6


@settings(deadline=None)
@given(
    asked=st.lists(st.tuples(st.integers(0, 30), st.floats(0, 0.5)), min_size=1, max_size=60),
    deleted=st.sets(st.integers(0, 30)),
    latency=st.sampled_from([0, 0.003, 0.1]),
)
@example(asked=[(0, 0.0), (0, 0.005)], deleted=set(), latency=0)
@in_virtual_time
async def test_every_caller_gets_its_own_source_in_few_calls(
    asked: list[tuple[int, float]], deleted: set[int], latency: float
) -> None:
    service = Service(latency=latency)
    ids = [service.add_source(deleted_at="2024-05-01T00:00:00Z" if n in deleted else None) for n in range(31)]
    connect = service.connect()

    async def read(index: int, after: float) -> None:
        await asyncio.sleep(after)
        try:
            source = await connect.sources.get(ids[index])
        except NotFoundError:
            assert index in deleted
        else:
            assert index not in deleted
            assert source.id == ids[index]

    await asyncio.gather(*(read(*one) for one in asked))
    assert service.count(LIST) <= 1
    assert len(service.calls) <= min(len({index for index, _ in asked}), 9)


@in_virtual_time
async def test_a_list_after_a_create_shows_what_was_created() -> None:
    service = Service()
    connect = service.connect()
    assert (await connect.sources.list()).all() == ()
    created = await connect.sources.create(type="platform.github", display_name="Tools", properties={})
    assert [source.id for source in (await connect.sources.list()).all()] == [created.id]
