from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connect.service import Service, together
from connect.virtual_time import in_virtual_time, now
from stitch_provider.connect import (
    Connect,
    MetadataChange,
    NotFoundError,
    OutOfTimeError,
    RefusedError,
    StoppedError,
    UnavailableError,
)
from stitch_provider.connect.writes import merge


def selected(value: bool = True) -> tuple[MetadataChange, ...]:
    return (MetadataChange((), {"selected": value}),)


def service_with_streams(*streams: str, latency: float = 0.1) -> tuple[Service, int]:
    service = Service(latency=latency)
    source_id = service.add_source()
    service.streams = {source_id: {stream: {} for stream in streams}}
    return service, source_id


def select(connect: Connect, source_id: int, *streams: str) -> Any:
    return connect.streams.update(source_id, {stream: selected() for stream in streams})


@in_virtual_time
async def test_writes_of_one_source_that_come_together_are_one_put() -> None:
    names = [f"stream{n}" for n in range(10)]
    service, source_id = service_with_streams(*names)
    connect = service.connect()
    await asyncio.gather(*(select(connect, source_id, name) for name in names))
    assert service.calls == [f"PUT /v4/sources/{source_id}/streams/metadata"]
    assert all(metadata == {"selected": True} for metadata in service.streams[source_id].values())


@in_virtual_time
async def test_writes_that_come_during_a_put_make_the_next_one() -> None:
    names = [f"stream{n}" for n in range(50)]
    service, source_id = service_with_streams(*names)
    connect = service.connect()

    async def write(order: int, name: str) -> None:
        await asyncio.sleep(order * 0.004)
        await select(connect, source_id, name)

    await asyncio.gather(*(write(*one) for one in enumerate(names)))
    assert all(metadata == {"selected": True} for metadata in service.streams[source_id].values())
    assert len(service.calls) <= 4


@in_virtual_time
async def test_writes_of_different_sources_do_not_wait_for_each_other() -> None:
    service, first = service_with_streams("a")
    second = service.add_source()
    service.streams[second] = {"b": {}}
    connect = service.connect()
    began = now()
    await asyncio.gather(select(connect, first, "a"), select(connect, second, "b"))
    assert len(service.calls) == 2
    assert now() - began < 0.12


@in_virtual_time
async def test_the_body_of_a_put_is_as_documented() -> None:
    service, source_id = service_with_streams("issues")
    change = (
        MetadataChange(("properties", "title"), {"selected": True}),
        MetadataChange((), {"replication-key": "id"}),
    )
    await service.connect().streams.update(source_id, {"issues": change})
    assert service.bodies == [
        {
            "streams": [
                {
                    "tap_stream_id": "issues",
                    "metadata": [
                        {"breadcrumb": ["properties", "title"], "metadata": {"selected": True}},
                        {"breadcrumb": [], "metadata": {"replication-key": "id"}},
                    ],
                }
            ]
        }
    ]


@in_virtual_time
async def test_a_refusal_lands_on_the_write_that_is_refused() -> None:
    service, source_id = service_with_streams("a", "b")
    connect = service.connect()
    results = await together(*(select(connect, source_id, name) for name in ("a", "misspelt", "b")))
    assert [type(result) for result in results] == [type(None), RefusedError, type(None)]
    assert results[1].invalid_streams == ("misspelt",)
    assert service.streams[source_id] == {"a": {"selected": True}, "b": {"selected": True}}
    assert len(service.calls) == 4


@in_virtual_time
async def test_a_write_refused_alone_is_sent_once() -> None:
    service, source_id = service_with_streams("a")
    with pytest.raises(RefusedError, match="misspelt"):
        await select(service.connect(), source_id, "misspelt")
    assert len(service.calls) == 1


@pytest.mark.parametrize(
    ("fault", "error"), [(httpx.Response(404), NotFoundError), (httpx.Response(501), UnavailableError)]
)
@in_virtual_time
async def test_any_other_failure_is_raised_to_all_writers(fault: httpx.Response, error: type[Exception]) -> None:
    service, source_id = service_with_streams("a", "b")
    connect = service.connect()
    service.before = [fault]
    results = await together(select(connect, source_id, "a"), select(connect, source_id, "b"))
    assert [type(result) for result in results] == [error, error]
    await select(connect, source_id, "a")
    assert sum(call.startswith("PUT") for call in service.calls) == 2


@in_virtual_time
async def test_a_write_waits_for_its_put_when_asked_to_stop_and_one_that_waits_is_withdrawn() -> None:
    service, source_id = service_with_streams("a", "b", latency=10)
    connect = service.connect()
    first = asyncio.ensure_future(select(connect, source_id, "a"))
    await asyncio.sleep(1)
    second = asyncio.ensure_future(select(connect, source_id, "b"))
    await asyncio.sleep(1)
    began = now()
    service.stop.set()
    with pytest.raises(StoppedError):
        await second
    assert now() == began
    await first
    await asyncio.sleep(30)
    assert service.streams[source_id] == {"a": {"selected": True}, "b": {}}
    assert len(service.calls) == 1


@in_virtual_time
async def test_a_cancelled_write_is_withdrawn_before_its_put_and_finished_after() -> None:
    service, source_id = service_with_streams("a", "b", "c", latency=10)
    connect = service.connect()
    writes = [asyncio.ensure_future(select(connect, source_id, name)) for name in ("a", "b", "c")]
    await asyncio.sleep(0)
    writes[0].cancel()
    await asyncio.sleep(1)
    writes[1].cancel()
    await writes[2]
    assert service.streams[source_id] == {"a": {}, "b": {"selected": True}, "c": {"selected": True}}


@in_virtual_time
async def test_a_deadline_that_passes_before_the_put_withdraws() -> None:
    service, source_id = service_with_streams("a", "b", latency=10)
    connect = service.connect()
    first = asyncio.ensure_future(select(connect, source_id, "a"))
    await asyncio.sleep(1)
    with pytest.raises(OutOfTimeError):
        await select(connect.within(2), source_id, "b")
    await first
    assert len(service.calls) == 1


@in_virtual_time
async def test_the_latest_deadline_of_the_writers_ends_the_retries() -> None:
    service, source_id = service_with_streams("a", "b", latency=0)
    connect = service.connect()
    service.before = [httpx.Response(503, headers={"Retry-After": "20"})]
    await asyncio.gather(select(connect.within(1), source_id, "a"), select(connect.within(60), source_id, "b"))
    assert len(service.calls) == 2


@in_virtual_time
async def test_reads_after_a_write_see_it() -> None:
    service, source_id = service_with_streams("a")
    connect = service.connect()
    assert (await connect.streams.list(source_id)).all()[0].metadata.selected is None
    assert (await connect.streams.get(source_id, 1)).stream.selected is None
    await select(connect, source_id, "a")
    assert (await connect.streams.list(source_id)).all()[0].metadata.selected is True
    assert (await connect.streams.get(source_id, 1)).stream.selected is True


@in_virtual_time
async def test_reads_after_a_write_return_what_was_written() -> None:
    service, source_id = service_with_streams("a", "b")
    connect = service.connect()
    await connect.streams.list(source_id)
    await asyncio.gather(connect.streams.get(source_id, 1), connect.streams.get(source_id, 2))
    changes = (
        MetadataChange((), {"selected": True, "replication-key": "id", "view-key-properties": ["x", "y"]}),
        MetadataChange(("properties", "title"), {"selected": False}),
    )
    await connect.streams.update(source_id, {"a": changes})
    service.calls.clear()
    told = await connect.streams.list(source_id)
    await connect.streams.get(source_id, 2)
    assert service.calls == []
    assert [stream.selected for stream in told.all()] == [True, None]
    assert [stream.metadata for stream in told.all()] == [
        stream.metadata for stream in (await connect.streams.list(source_id, fresh=True)).all()
    ]
    await connect.streams.get(source_id, 1)
    assert service.calls == [f"GET /v4/sources/{source_id}/streams", f"GET /v4/sources/{source_id}/streams/1"]


@in_virtual_time
async def test_a_list_that_a_write_overtakes_is_not_kept() -> None:
    service, source_id = service_with_streams("a", latency=0)
    connect = service.connect()
    service.latency = 1
    listing = asyncio.ensure_future(connect.streams.list(source_id))
    await asyncio.sleep(0.1)
    service.latency = 0
    await select(connect, source_id, "a")
    service.streams[source_id]["a"]["replication-key"] = "id"
    assert (await connect.streams.list(source_id)).all()[0].metadata.replication_key == "id"
    await listing
    assert (await connect.streams.list(source_id)).all()[0].metadata.replication_key == "id"
    assert service.count(f"GET /v4/sources/{source_id}/streams") == 2


@in_virtual_time
async def test_streams_are_read_again_after_a_refused_or_lost_write() -> None:
    service, source_id = service_with_streams("a")
    connect = service.connect()
    for write, error in (("misspelt", RefusedError), ("a", UnavailableError)):
        await connect.streams.list(source_id)
        service.after = [] if write == "misspelt" else [httpx.Response(501)]
        with pytest.raises(error):
            await select(connect, source_id, write)
        assert not connect.streams.has_accepted_changes(source_id)
        service.calls.clear()
        listed = await connect.streams.list(source_id)
        assert len(service.calls) == 1
    assert listed.all()[0].metadata.selected is True


@in_virtual_time
async def test_changes_are_known_to_be_accepted_until_the_source_changes() -> None:
    service, source_id = service_with_streams("a")
    connect = service.connect()
    assert not connect.streams.has_accepted_changes(source_id)
    await select(connect, source_id, "a")
    assert connect.streams.has_accepted_changes(source_id)
    await connect.sources.update(source_id, display_name="Storefront")
    assert not connect.streams.has_accepted_changes(source_id)
    await select(connect, source_id, "a")
    await connect.sources.delete(source_id)
    assert not connect.streams.has_accepted_changes(source_id)


@in_virtual_time
async def test_a_source_whose_streams_were_written_is_read_again() -> None:
    service, source_id = service_with_streams("a")
    connect = service.connect()
    await connect.sources.get(source_id)
    await connect.streams.list(source_id)
    await select(connect, source_id, "a")
    service.sources[source_id]["report_card"] = {"current_step_type": "fully_configured"}
    assert (await connect.sources.get(source_id)).report_card.fully_configured


breadcrumbs = st.sampled_from([(), ("properties", "a"), ("properties", "b")])
keys = st.dictionaries(st.sampled_from(["selected", "replication-key"]), st.integers(), min_size=1)
changes = st.dictionaries(
    st.sampled_from("xyz"), st.lists(st.builds(MetadataChange, breadcrumbs, keys), max_size=3).map(tuple), max_size=3
)


@settings(deadline=None)
@given(st.lists(changes, max_size=4))
def test_a_merge_does_what_the_writes_do_one_after_the_other(many: list[dict[str, tuple[MetadataChange, ...]]]) -> None:
    def apply(writes: list[Any]) -> dict[Any, Any]:
        state: dict[Any, Any] = {}
        for write in writes:
            for stream, entries in write.items():
                for entry in entries:
                    state.setdefault((stream, entry.breadcrumb), {}).update(entry.metadata)
        return state

    merged = merge(many)
    assert apply([merged]) == apply(many)
    assert all(len({entry.breadcrumb for entry in entries}) == len(entries) for entries in merged.values())


@settings(deadline=None)
@given(
    writes=st.lists(st.tuples(st.sampled_from(["a", "b", "c", "bad"]), st.floats(0, 0.4)), min_size=1, max_size=12),
    latency=st.sampled_from([0, 0.1]),
)
@in_virtual_time
async def test_every_writer_gets_the_result_of_its_own_write(writes: list[tuple[str, float]], latency: float) -> None:
    service, source_id = service_with_streams("a", "b", "c", latency=latency)
    connect = service.connect()

    async def write(stream: str, after: float) -> None:
        await asyncio.sleep(after)
        await select(connect, source_id, stream)

    results = await together(*(write(*one) for one in writes))
    for (stream, _), result in zip(writes, results, strict=True):
        assert (type(result) is RefusedError) == (stream == "bad")
        assert stream == "bad" or service.streams[source_id][stream] == {"selected": True}
    assert len(service.calls) <= 2 * len(writes)
