from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from connect.service import EPOCH, Service, timestamp, together
from connect.virtual_time import in_virtual_time, now
from stitch_provider.connect import (
    Connect,
    ConnectError,
    Destination,
    LostAnswerError,
    NameInUseError,
    OutOfTimeError,
    RefusedError,
    Source,
    StoppedError,
    UnauthorizedError,
    UnavailableError,
)
from stitch_provider.connect.recovery import SLACK

if TYPE_CHECKING:
    from collections.abc import Callable

LOST = {
    "timeout": lambda: httpx.ReadTimeout("x"),
    "dropped connection": lambda: httpx.RemoteProtocolError("x"),
    "broken connection": lambda: httpx.ReadError("x"),
    "server error": lambda: httpx.Response(500),
    "bad gateway": lambda: httpx.Response(502, text="<html>"),
    "truncated": lambda: httpx.Response(200, content=b'{"id": 7'),
    "unreadable encoding": lambda: httpx.DecodingError("x"),
    "page of a proxy": lambda: httpx.Response(200, text="<html>"),
}


DOUBTFUL = {
    "redirect": lambda: httpx.Response(302, headers={"Location": "https://login.acme.example"}),
    "forbidden": lambda: httpx.Response(403, json={"message": "Forbidden"}),
    "not found": lambda: httpx.Response(404, text="<html>"),
    "request timeout": lambda: httpx.Response(408),
    "unauthorized": lambda: httpx.Response(401),
    "bad request of a gateway": lambda: httpx.Response(400, text="<html>"),
    "too many requests": lambda: httpx.Response(429),
}
"""Refusals that the service does not document for a create, so that they may come after the effect."""


async def make_source(connect: Connect, name: str = "Tools") -> Source:
    return await connect.sources.create(type="platform.github", display_name=name, properties={"repository": "a/b"})


async def make_destination(connect: Connect, name: str | None = "Lake") -> Destination:
    return await connect.destinations.create(type="s3", properties={}, name=name)


KINDS: list[tuple[str, Callable[..., Any]]] = [("sources", make_source), ("destinations", make_destination)]
kinds = pytest.mark.parametrize(("kind", "make"), KINDS, ids=["source", "destination"])


def posts(service: Service, kind: str) -> int:
    return service.count(f"POST /v4/{kind}")


@kinds
@pytest.mark.parametrize("fault", [*LOST.values(), *DOUBTFUL.values()], ids=[*LOST, *DOUBTFUL])
@in_virtual_time
async def test_what_was_made_is_adopted_although_its_answer_was_lost_or_a_gateway_refused(
    kind: str, make: Callable[..., Any], fault: Callable[[], Any]
) -> None:
    service = Service(latency=0)
    service.after = [fault()] if kind == "sources" else [None, fault()]
    created = await make(service.connect())
    assert list(getattr(service, kind)) == [created.id]
    assert posts(service, kind) == 1


@pytest.mark.parametrize("name", [name for name in DOUBTFUL if name != "too many requests"])
@in_virtual_time
async def test_a_refusal_that_made_nothing_is_the_error_and_is_not_sent_again(name: str) -> None:
    service = Service(latency=0)
    refusal = DOUBTFUL[name]()
    service.before = [refusal]
    with pytest.raises(ConnectError) as caught:
        await make_source(service.connect())
    assert caught.value.status == refusal.status_code
    assert not isinstance(caught.value, LostAnswerError)
    assert posts(service, "sources") == 1


@in_virtual_time
async def test_a_token_that_is_not_accepted_by_the_search_either_created_nothing() -> None:
    service = Service(latency=0)
    service.before = [httpx.Response(401)] * 2
    with pytest.raises(UnauthorizedError):
        await make_source(service.connect())
    assert service.calls == ["POST /v4/sources", "GET /v4/sources"]


@in_virtual_time
async def test_a_create_that_was_answered_with_429_is_looked_for_before_it_is_sent_again() -> None:
    service = Service(latency=0)
    service.before = [httpx.Response(429, headers={"Retry-After": "7"})]
    began = now()
    created = await make_source(service.connect())
    assert list(service.sources) == [created.id]
    assert service.calls == ["POST /v4/sources", "GET /v4/sources", "POST /v4/sources"]
    assert now() - began >= 7


@in_virtual_time
async def test_a_create_that_is_always_answered_with_429_is_unavailable_and_not_lost() -> None:
    service = Service(latency=0)
    service.before = [httpx.Response(429), None] * 200
    began = now()
    with pytest.raises(UnavailableError) as caught:
        await make_source(service.connect())
    assert not isinstance(caught.value, LostAnswerError)
    assert 200 < now() - began <= 300


@in_virtual_time
async def test_a_create_that_was_answered_with_429_is_sent_again_until_its_operation_ends() -> None:
    service = Service(latency=0)
    began = now()
    service.before = [lambda _: httpx.Response(429) if now() - began < 1000 else None, None] * 100
    created = await make_source(service.connect().within(1800))
    assert list(service.sources) == [created.id]
    assert posts(service, "sources") < 60


@in_virtual_time
async def test_a_create_that_gets_no_answer_is_lost_when_its_operation_ends() -> None:
    service = Service(latency=0)
    service.before = [lambda _: asyncio.sleep(3600), httpx.Response(200, json=[])]
    began = now()
    with pytest.raises(LostAnswerError, match="it did not answer in time"):
        await make_source(service.connect().within(5))
    assert now() - began == pytest.approx(5)


@in_virtual_time
async def test_a_create_that_was_answered_with_429_is_looked_for_once_more_when_its_time_is_over() -> None:
    service = Service(latency=0)
    service.before = [httpx.Response(429, headers={"Retry-After": "60"})]
    with pytest.raises(OutOfTimeError, match="status 429"):
        await make_source(service.connect().within(30))
    assert service.calls == ["POST /v4/sources", "GET /v4/sources"]
    service.after = [httpx.Response(429, headers={"Retry-After": "60"})]
    created = await make_source(service.connect().within(30))
    assert list(service.sources) == [created.id]


@kinds
@pytest.mark.parametrize("fault", LOST.values(), ids=LOST)
@in_virtual_time
async def test_an_answer_lost_before_the_write_sends_again_once_nothing_is_found(
    kind: str, make: Callable[..., Any], fault: Callable[[], Any]
) -> None:
    service = Service(latency=0)
    service.before = [fault()] if kind == "sources" else [None, fault()]
    created = await make(service.connect())
    assert list(getattr(service, kind)) == [created.id]
    assert posts(service, kind) == 2


@pytest.mark.parametrize("delay", [0.5, 1.5, 30])
@in_virtual_time
async def test_a_source_that_comes_to_exist_late_is_adopted_and_not_made_twice(delay: float) -> None:
    service = Service(latency=0.1)
    content = {"type": "platform.github", "display_name": "Tools", "properties": {}}

    def late(_: httpx.Request) -> Exception:
        asyncio.get_running_loop().call_later(delay, service._create_source, content)  # noqa: SLF001
        return httpx.ReadTimeout("x")

    async def slow(_: httpx.Request) -> None:
        await asyncio.sleep(40)

    service.before = [late, None, None, slow if delay == 30 else None]
    created = await make_source(service.connect())
    assert list(service.sources) == [created.id]


@kinds
@in_virtual_time
async def test_an_object_of_the_same_name_that_existed_before_is_never_adopted(
    kind: str, make: Callable[..., Any]
) -> None:
    service = Service(latency=0)
    add = service.add_source if kind == "sources" else service.add_destination
    service_type = "platform.github" if kind == "sources" else "s3"
    old = add(type=service_type, display_name="Tools", name="Lake")
    service.before = [httpx.ReadTimeout("x")] if kind == "sources" else [None, httpx.ReadTimeout("x")]
    if kind == "sources":
        with pytest.raises(RefusedError, match="non-unique"):
            await make(service.connect())
    else:
        assert (await make(service.connect())).id != old


@in_virtual_time
async def test_a_source_older_than_the_create_is_not_adopted() -> None:
    service = Service(latency=0)
    service.add_source(display_name="Tools", created_at=timestamp(EPOCH - SLACK - timedelta(seconds=1)))
    service.before = [httpx.ReadTimeout("x")]
    with pytest.raises(RefusedError):
        await make_source(service.connect())


@in_virtual_time
async def test_a_young_source_that_this_process_has_seen_is_not_adopted() -> None:
    service = Service(latency=0)
    service.add_source(display_name="Tools", created_at=timestamp(EPOCH))
    connect = service.connect()
    await connect.sources.list()
    service.before = [httpx.ReadTimeout("x")]
    with pytest.raises(RefusedError):
        await make_source(connect)


@in_virtual_time
async def test_the_age_is_measured_by_the_clock_of_the_service() -> None:
    service = Service(latency=0)
    service.now = lambda: EPOCH - timedelta(days=400)  # type: ignore[method-assign]
    service.after = [httpx.ReadTimeout("x")]
    assert (await make_source(service.connect())).id in service.sources


@pytest.mark.parametrize(
    "values",
    [{"type": "platform.gitlab"}, {"display_name": "Other"}, {"created_at": None}, {"created_at": "yesterday"}],
)
@in_virtual_time
async def test_another_object_created_at_the_same_moment_is_not_adopted(values: dict[str, Any]) -> None:
    service = Service(latency=0)
    strangers: list[int] = []

    def make_stranger(_: httpx.Request) -> Exception:
        source = {"type": "platform.github", "display_name": "Tools", "created_at": timestamp(service.now())}
        strangers.append(service.add_source(**(source | values)))
        return httpx.ReadTimeout("x")

    service.before = [make_stranger]
    (result,) = await together(make_source(service.connect()))
    assert isinstance(result, (RefusedError, LostAnswerError)) or result.id not in strangers


LISTED_OTHERWISE: dict[str, Any] = {
    "without a moment": {"created_at": None},
    "with another moment": {"created_at": "yesterday"},
    "without a type": {"type": None},
    "without an id": {"id": "x"},
}


def lose_answer(service: Service, shown: dict[str, Any]) -> None:
    """Lose the answer to the next create, and list the source that it made in another way."""

    def lose(_: httpx.Request) -> httpx.Response:
        for source in service.sources.values():
            source.update(shown)
        return httpx.Response(502)

    service.after = [lose]


@pytest.mark.parametrize("shown", LISTED_OTHERWISE.values(), ids=LISTED_OTHERWISE.keys())
@in_virtual_time
async def test_a_create_is_not_sent_again_where_the_list_does_not_show_what_it_made(shown: dict[str, Any]) -> None:
    service = Service(latency=0)
    lose_answer(service, shown)
    with pytest.raises(LostAnswerError) as caught:
        await make_source(service.connect())
    assert (caught.value.search, posts(service, "sources")) == ("failed", 1)


@in_virtual_time
async def test_a_create_adopts_what_the_list_shows_without_a_name() -> None:
    service = Service(latency=0)
    lose_answer(service, {"display_name": ["Tools"]})
    assert (await make_source(service.connect())).id in service.sources
    assert posts(service, "sources") == 1


@in_virtual_time
async def test_two_creates_of_one_name_never_share_an_object() -> None:
    service = Service(latency=0.1)
    service.after = [httpx.ReadTimeout("x"), None, httpx.ReadTimeout("x")]
    connect = service.connect()
    results = await together(make_source(connect), make_source(connect))
    assert [type(result) for result in results] == [Source, NameInUseError]
    assert len(service.sources) == 1


@in_virtual_time
async def test_a_lost_create_does_not_take_what_another_create_of_that_name_makes_meanwhile() -> None:
    service = Service(latency=4)
    service.before = [httpx.ReadTimeout("x")]
    connect = service.connect()
    results = await together(make_source(connect), make_source(connect))
    assert [type(result) for result in results] == [Source, NameInUseError]
    assert len(service.sources) == 1


@in_virtual_time
async def test_two_destinations_without_a_name_stay_two() -> None:
    service = Service(latency=0.1)
    service.after = [None, httpx.ReadTimeout("x"), None, None, httpx.ReadTimeout("x")]
    connect = service.connect()
    results = await together(make_destination(connect, None), make_destination(connect, None))
    assert {result.id for result in results} == set(service.destinations)
    assert len(service.destinations) == 2


@in_virtual_time
async def test_where_several_objects_fit_none_is_adopted_and_the_error_has_their_ids() -> None:
    service = Service(latency=0)

    def twice(_: httpx.Request) -> Exception:
        for _n in range(2):
            service.add_destination(type="s3", name="Lake", created_at=timestamp(service.now()))
        return httpx.ReadTimeout("x")

    service.before = [None, twice]
    with pytest.raises(LostAnswerError) as caught:
        await make_destination(service.connect())
    assert caught.value.search == "several"
    assert caught.value.candidates == tuple(service.destinations)


@in_virtual_time
async def test_where_the_search_fails_too_the_error_has_both_failures() -> None:
    service = Service(latency=0)
    service.before = [httpx.ReadTimeout("x")] + [httpx.ConnectError("x")] * 50
    with pytest.raises(LostAnswerError) as caught:
        await make_source(service.connect())
    error = caught.value
    assert (error.search, error.attempts, posts(service, "sources")) == ("failed", 1, 1)
    assert error.message == (
        "POST /v4/sources: no usable answer from connect.acme.example: it did not answer in time; the search failed: "
        "GET /v4/sources: connect.acme.example cannot be reached: no connection: x"
    )


@in_virtual_time
async def test_after_a_create_of_unknown_result_sources_are_listed_again() -> None:
    service = Service(latency=0)
    connect = service.connect()
    assert (await connect.sources.list()).all() == ()
    service.after = [httpx.ReadTimeout("x"), httpx.Response(501)]
    with pytest.raises(LostAnswerError):
        await make_source(connect)
    assert [source.display_name for source in (await connect.sources.list()).all()] == ["Tools"]


@in_virtual_time
async def test_a_create_is_sent_twice_at_most() -> None:
    service = Service(latency=0)
    fail = httpx.Response(500)
    service.before = [fail, None, None, fail, None, None]
    with pytest.raises(LostAnswerError) as caught:
        await make_source(service.connect())
    error = caught.value
    assert (error.search, error.attempts, error.status, error.host) == ("absent", 2, 500, "connect.acme.example")
    assert error.message == "POST /v4/sources: connect.acme.example answered with status 500"
    assert posts(service, "sources") == 2


@pytest.mark.parametrize(
    ("second", "attempts"),
    [([httpx.ConnectError("x")] * 9, 1 + 6), ([httpx.Response(401)], 2)],
    ids=["not reached", "not accepted"],
)
@in_virtual_time
async def test_a_lost_answer_stays_lost_whatever_ends_the_second_create(second: list[Any], attempts: int) -> None:
    service = Service(latency=0)
    service.before = [httpx.ReadTimeout("x"), None, None, *second]
    with pytest.raises(LostAnswerError, match="it did not answer in time") as caught:
        await make_source(service.connect())
    assert (caught.value.search, caught.value.attempts) == ("absent", attempts)


@pytest.mark.parametrize("ends", ["stop", "deadline"])
@in_virtual_time
async def test_one_search_is_made_after_a_stop_or_a_deadline(ends: str) -> None:
    service = Service(latency=1.2)
    service.after = [httpx.Response(502)]
    connect = service.connect()
    if ends == "stop":
        asyncio.get_running_loop().call_later(1, service.stop.set)
    else:
        connect = connect.within(1)
    created = await make_source(connect)
    assert list(service.sources) == [created.id]


@in_virtual_time
async def test_after_stop_nothing_is_sent_again() -> None:
    service = Service(latency=2)
    service.before = [httpx.Response(502)]
    asyncio.get_running_loop().call_later(1, service.stop.set)
    began = now()
    with pytest.raises(LostAnswerError) as caught:
        await make_source(service.connect())
    assert (caught.value.search, caught.value.attempts) == ("absent", 1)
    assert isinstance(caught.value.__cause__, StoppedError)
    assert service.calls == ["POST /v4/sources", "GET /v4/sources"]
    assert now() - began < 5


@pytest.mark.parametrize("readable", [True, False])
@in_virtual_time
async def test_a_name_in_use_is_that_of_a_source_which_a_list_shows(*, readable: bool) -> None:
    service = Service(latency=0)
    service.add_source(display_name="Old tools", name="tools", deleted_at="2024-05-14T09:30:00Z")
    owner = service.add_source(display_name="Tools", name="tools")
    service.before = [None, None if readable else httpx.Response(520)]
    with pytest.raises(RefusedError, match="non-unique") as caught:
        await make_source(service.connect())
    assert getattr(caught.value, "owner", None) == (owner if readable else None)
    assert service.calls == ["POST /v4/sources", "GET /v4/sources"]


@in_virtual_time
async def test_a_refused_create_leads_to_no_search() -> None:
    service = Service(latency=0)
    service.before = [httpx.Response(400, json={"error": "InvalidType", "data": {"message": "invalid source type"}})]
    with pytest.raises(RefusedError, match="invalid source type"):
        await make_source(service.connect())
    assert service.calls == ["POST /v4/sources"]


@pytest.mark.parametrize("location", ["http://xn--.example/", "http://h:port/", "http://["])
@in_virtual_time
async def test_a_create_that_is_redirected_to_an_address_that_is_not_valid_is_looked_for(location: str) -> None:
    service = Service(latency=0)
    service.after = [httpx.Response(302, headers={"Location": location})]
    created = await make_source(service.connect())
    assert list(service.sources) == [created.id]
    assert posts(service, "sources") == 1


@pytest.mark.parametrize("end", [OutOfTimeError, StoppedError])
@in_virtual_time
async def test_a_create_that_waits_for_its_turn_ends_with_its_operation_and_sends_nothing(end: type[Exception]) -> None:
    service = Service(latency=30)
    connect = service.connect()
    first = asyncio.ensure_future(make_source(connect))
    await asyncio.sleep(1)
    if end is StoppedError:
        asyncio.get_running_loop().call_later(5, service.stop.set)
    with pytest.raises(end):
        await make_source(connect if end is StoppedError else connect.within(5))
    assert now() == pytest.approx(1000 + 6)
    await first
    assert service.calls == ["POST /v4/sources"]
