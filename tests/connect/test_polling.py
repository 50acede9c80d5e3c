from __future__ import annotations

import asyncio
import itertools
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from connect.script import Script, Steps
from connect.service import together
from connect.virtual_time import in_virtual_time, now
from stitch_provider.connect import LOAD_PAGES, NotFoundError, OutOfTimeError, StoppedError, UnavailableError
from stitch_provider.connect.calls import Text
from stitch_provider.connect.polling import INTERVALS, KEPT

if TYPE_CHECKING:
    from collections.abc import Callable

    from stitch_provider.connect import Connect

ACCOUNT = 204417
LIST = f"GET /v4/{ACCOUNT}/extractions"
LOADS = f"GET /v4/{ACCOUNT}/loads"
JOB = f"{ACCOUNT}.7.sync.1"
LOG = f"GET /v4/{ACCOUNT}/extractions/{JOB}"


def page(*sources: int, next_page: bool = False) -> dict[str, Any]:
    data = [{"job_name": f"job {source}", "source_id": source} for source in sources]
    return {"data": data, "page": 1, "total": 0, "links": {"next": "/v4/elsewhere"} if next_page else {}}


def loads(*streams: str, next_page: bool = False) -> dict[str, Any]:
    data = [{"source_name": "shop", "stream_name": stream} for stream in streams]
    return {"data": data, "links": {"next": "/v4/elsewhere"} if next_page else {}}


async def ids(connect: Connect) -> list[int]:
    return [extraction.source_id for extraction in (await connect.extractions.list(ACCOUNT)).found.all()]


# Lists


@in_virtual_time
async def test_pages_are_followed_to_the_last_and_a_record_that_moved_counts_once() -> None:
    script = Script(
        {
            f"{LIST}?page=1": page(1, 2, next_page=True),
            f"{LIST}?page=2": page(2, 3, next_page=True),
            f"{LIST}?page=3": page(4),
            f"{LOADS}?page=1": loads("a", "b", next_page=True),
            f"{LOADS}?page=2": loads("b", "c"),
        }
    )
    assert await ids(script.connect()) == [1, 2, 3, 4]
    found = await script.connect().loads.list(ACCOUNT)
    assert (found.read, found.pages, found.complete) == (2, 2, True)
    assert [load.stream_name for load in found.found.all()] == ["a", "b", "c"]


@in_virtual_time
async def test_a_service_that_always_has_a_next_page_comes_to_an_end() -> None:
    script = Script({f"{LIST}?page={number}": page(1, next_page=True) for number in (1, 2)})
    assert await ids(script.connect()) == [1]
    assert len(script.calls) == 2


@in_virtual_time
async def test_a_list_is_shared_and_kept_for_a_while() -> None:
    script = Script({f"{LIST}?page=1": Steps(page(1), page(2))})
    connect = script.connect()
    assert await together(*(ids(connect) for _ in range(10))) == [[1]] * 10
    await asyncio.sleep(KEPT - 1)
    assert await ids(connect.within(5)) == [1]
    await asyncio.sleep(2)
    assert await ids(connect) == [2]


@in_virtual_time
async def test_starting_or_stopping_a_job_makes_the_lists_old() -> None:
    script = Script(
        {
            f"{LIST}?page=1": Steps(page(1), page(2), page(3)),
            "POST /v4/sources/7/sync": {"job_name": "x"},
            "DELETE /v4/sources/7/sync": {"status": 200},
        }
    )
    connect = script.connect()
    assert await ids(connect) == [1]
    await connect.jobs.start(7)
    assert await ids(connect) == [2]
    await connect.jobs.stop(7)
    assert await ids(connect) == [3]


@in_virtual_time
async def test_a_list_that_was_asked_for_before_a_start_is_not_what_comes_after_it() -> None:
    script = Script({f"{LIST}?page=1": Steps(page(1), page(2)), "POST /v4/sources/7/sync": {"job_name": "x"}})
    connect = script.connect()
    early = asyncio.ensure_future(ids(connect))
    await asyncio.sleep(0.05)
    await connect.jobs.start(7)
    assert await ids(connect) == [2]
    assert await early == [1]


# Waiting


@in_virtual_time
async def test_callers_that_wait_share_a_poll_that_slows_down_to_the_allowance() -> None:
    script = Script({f"{LIST}?page=1": page(1), "POST /v4/sources/7/sync": {"job_name": "x"}})
    connect = script.connect()
    await connect.jobs.start(7)

    async def wait() -> None:
        for _ in range(30):
            await connect.extractions.next(ACCOUNT)

    await together(*(wait() for _ in range(5)))
    moments = script.moments[1:]
    assert len(moments) == 30
    pauses = [later - earlier for earlier, later in itertools.pairwise(moments)]
    assert pauses[0] < 4
    assert max(pauses) == pytest.approx(INTERVALS.longest, abs=1)
    for moment in moments:
        assert sum(moment <= other < moment + 600 for other in moments) <= 30


@in_virtual_time
async def test_a_poll_that_fails_is_followed_by_the_next_one_after_the_interval() -> None:
    script = Script({f"{LIST}?page=1": Steps(httpx.Response(520), page(1))})
    connect = script.connect()
    with pytest.raises(UnavailableError):
        await connect.extractions.next(ACCOUNT)
    await connect.extractions.next(ACCOUNT)
    failed, repeated = script.moments
    assert repeated - failed == pytest.approx(INTERVALS.first, abs=0.2)


@in_virtual_time
async def test_a_list_during_a_poll_takes_no_extra_call_and_no_time() -> None:
    script = Script({f"{LIST}?page=1": page(1)})
    connect = script.connect()

    async def wait() -> None:
        for _ in range(12):
            await connect.extractions.next(ACCOUNT)

    waiting = asyncio.ensure_future(wait())
    await asyncio.sleep(100)
    before, began = len(script.calls), now()
    assert await ids(connect) == [1]
    assert (len(script.calls), now()) == (before, began)
    await waiting


@in_virtual_time
async def test_a_list_makes_the_next_poll_come_at_once() -> None:
    script = Script({f"{LIST}?page=1": page(1), "POST /v4/sources/7/sync": {"job_name": "x"}})
    connect = script.connect()
    await connect.jobs.start(7)
    waiting = asyncio.ensure_future(connect.extractions.next(ACCOUNT))
    await asyncio.sleep(0.01)
    began = now()
    assert await ids(connect) == [1]
    assert now() - began < 0.2
    assert len((await waiting).all()) == 1
    assert len(script.calls) == 2


@in_virtual_time
async def test_a_wait_ends_at_its_deadline_or_when_asked_to_stop() -> None:
    script = Script({f"{LIST}?page=1": page(1), "POST /v4/sources/7/sync": {"job_name": "x"}})
    connect = script.connect()
    await connect.jobs.start(7)
    with pytest.raises(OutOfTimeError):
        await connect.within(1).extractions.next(ACCOUNT)
    asyncio.get_running_loop().call_later(0.5, script.stop.set)
    with pytest.raises(StoppedError):
        await connect.extractions.next(ACCOUNT)
    assert len(script.calls) == 1


# The allowance


@in_virtual_time
async def test_there_are_never_more_than_thirty_requests_in_ten_minutes() -> None:
    script = Script({f"{LIST}?page=1": page(1), f"{LOADS}?page=1": loads("a"), LOG: httpx.Response(404)})
    connect = script.connect()

    async def ask(number: int) -> None:
        if number % 3:
            with pytest.raises(NotFoundError):
                await connect.within(7200).extractions.log(ACCOUNT, JOB)
        else:
            await connect.extractions.list(ACCOUNT)
            await connect.loads.list(ACCOUNT)

    await asyncio.gather(*(ask(number) for number in range(90)))
    assert len(script.moments) > 60
    for moment in script.moments:
        assert sum(moment <= other < moment + 600 for other in script.moments) <= 30


@in_virtual_time
async def test_waiting_for_the_allowance_ends_at_the_deadline_and_when_asked_to_stop() -> None:
    script = Script({LOG: httpx.Response(404)})
    connect = script.connect()
    await together(*(connect.extractions.log(ACCOUNT, JOB) for _ in range(10)))
    began = now()
    with pytest.raises(OutOfTimeError):
        await connect.within(3).extractions.log(ACCOUNT, JOB)
    assert now() - began == pytest.approx(3, abs=0.1)
    asyncio.get_running_loop().call_later(2, script.stop.set)
    with pytest.raises(StoppedError):
        await connect.extractions.log(ACCOUNT, JOB)
    assert now() - began == pytest.approx(5, abs=0.1)


@in_virtual_time
async def test_other_calls_take_nothing_from_the_allowance() -> None:
    script = Script({"GET /v4/sources": [], "GET /v4/destinations": [], "POST /v4/sources/7/sync": {"job_name": "x"}})
    connect = script.connect()
    for _ in range(40):
        await connect.sources.list(fresh=True)
        await connect.jobs.start(7)
    assert now() < 1000 + 20


@in_virtual_time
async def test_of_a_list_without_end_a_number_of_pages_is_read() -> None:
    def endless(request: httpx.Request) -> dict[str, Any]:
        number = int(request.url.params["page"])
        return loads(f"stream {number}", next_page=True) | {"total": 4850}

    script = Script({f"{LOADS}?page={number}": endless for number in range(1, 100)})
    found = await script.connect().loads.list(ACCOUNT)
    assert (found.read, found.pages, found.complete) == (LOAD_PAGES, 49, False)
    assert len(found.found.all()) == len(script.calls) == LOAD_PAGES
    assert now() - 1000 == pytest.approx(300, abs=5)


@pytest.mark.parametrize("total", [None, "many", -1, 3, 4.5e9, True])
@in_virtual_time
async def test_how_many_pages_there_are_is_not_known_if_the_service_does_not_show_it(total: Any) -> None:
    script = Script(
        {f"{LOADS}?page={number}": loads(str(number), next_page=True) | {"total": total} for number in range(1, 100)}
    )
    found = await script.connect().loads.list(ACCOUNT)
    assert (found.read, found.pages, found.complete) == (LOAD_PAGES, None, False)


# The allowance, if other clients of the account use it too


def allowing(answer: Any, number: int = 30) -> Callable[[httpx.Request], Any]:
    """Gives this answer to so many requests in any ten minutes, and 429 to all others."""
    allowed: list[float] = []

    def take(_: httpx.Request) -> Any:
        if sum(now() < moment + 600 for moment in allowed) >= number:
            return httpx.Response(429)
        allowed.append(now())
        return answer

    return take


@in_virtual_time
async def test_a_list_is_read_once_the_allowance_that_another_client_has_used_up_is_back() -> None:
    answer = allowing(page(1))
    other = [answer(httpx.Request("GET", "https://connect.acme.example")) for _ in range(30)]
    assert httpx.Response not in map(type, other)
    began = now()
    assert await ids(Script({f"{LIST}?page=1": answer}).connect().within(1200)) == [1]
    assert now() - began == pytest.approx(600, abs=31)


@in_virtual_time
async def test_a_log_is_read_once_the_allowance_is_back_also_without_a_time_limit() -> None:
    answer = allowing(httpx.Response(200, text="x"), number=1)
    answer(httpx.Request("GET", "https://connect.acme.example"))
    assert await Script({LOG: answer}).connect().extractions.log(ACCOUNT, JOB) == Text("x")


@in_virtual_time
async def test_two_processes_that_wait_for_jobs_share_the_allowance_of_the_account() -> None:
    answer = allowing(page(1))
    scripts = [Script({f"{LIST}?page=1": answer, "POST /v4/sources/7/sync": {"job_name": "x"}}) for _ in range(2)]

    async def wait(script: Script) -> list[float]:
        connect = script.connect()
        await connect.jobs.start(7)
        found = []
        while now() < 1000 + 3600:
            assert len((await connect.extractions.next(ACCOUNT)).all()) == 1
            found.append(now())
        return found

    for moments in await asyncio.gather(*map(wait, scripts)):
        assert len(moments) > 60
        assert max(later - earlier for earlier, later in itertools.pairwise(moments)) < 600
