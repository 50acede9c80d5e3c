from __future__ import annotations

import asyncio
import itertools
from datetime import timedelta
from email.utils import format_datetime
from typing import Any

import httpx
import pytest
import structlog

from connect.service import BASE, TOKEN, Service, together
from connect.virtual_time import in_virtual_time, now
from stitch_provider.connect import (
    Connect,
    ConnectError,
    Destination,
    LostAnswerError,
    MalformedError,
    NotFoundError,
    OutOfTimeError,
    RefusedError,
    StoppedError,
    UnauthorizedError,
    UnavailableError,
)
from stitch_provider.connect.limits import DEFAULT_LIMITS, Limits
from stitch_provider.connect.retry import SPREAD

RETRIES = DEFAULT_LIMITS.attempts

TRANSIENT = [
    httpx.ConnectError("refused"),
    httpx.ConnectTimeout("slow"),
    httpx.ReadTimeout("slow"),
    httpx.ReadError("broken"),
    httpx.RemoteProtocolError("closed"),
    *(httpx.Response(status) for status in (429, 500, 502, 503, 504)),
]


def named(fault: Any) -> str:
    return str(fault.status_code) if isinstance(fault, httpx.Response) else type(fault).__name__


@pytest.mark.parametrize("fault", TRANSIENT, ids=named)
@in_virtual_time
async def test_a_failure_that_may_pass_is_retried(fault: Any) -> None:
    service = Service(latency=0)
    service.add_destination()
    service.before = [fault, fault]
    assert len((await service.connect().destinations.list()).all()) == 1
    assert len(service.calls) == 3


@pytest.mark.parametrize("fault", [fault for fault in TRANSIENT if named(fault) != "429"], ids=named)
@in_virtual_time
async def test_retries_end_after_six_attempts_and_a_few_seconds(fault: Any) -> None:
    service = Service(latency=0)
    service.before = [fault] * 100
    began = now()
    with pytest.raises(UnavailableError, match=r"GET /v4/destinations: .*connect.acme.example") as caught:
        await service.connect().destinations.list()
    error = caught.value
    assert len(service.calls) == error.attempts == RETRIES
    assert error.host == "connect.acme.example"
    assert error.reached is not isinstance(fault, (httpx.ConnectError, httpx.ConnectTimeout))
    assert not error.lasting
    assert 3 < now() - began < 8


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (httpx.Response(400, json="no"), RefusedError),
        (httpx.Response(401), UnauthorizedError),
        (httpx.Response(403), RefusedError),
        (httpx.Response(302, headers={"Location": "https://elsewhere.example/?token=s3cret"}), MalformedError),
        (httpx.Response(501), UnavailableError),
        (httpx.Response(200, text="<html>s3cret</html>"), MalformedError),
        (httpx.DecodingError("s3cret"), MalformedError),
        (httpx.UnsupportedProtocol("s3cret"), UnavailableError),
    ],
)
@in_virtual_time
async def test_a_failure_that_cannot_pass_is_not_retried(fault: Any, error: type[ConnectError]) -> None:
    service = Service(latency=0)
    service.before = [fault]
    with pytest.raises(error) as caught:
        await service.connect().destinations.list()
    assert len(service.calls) == 1
    assert "s3cret" not in str(caught.value)
    assert TOKEN not in str(caught.value)
    if isinstance(caught.value, UnavailableError):
        assert (caught.value.attempts, caught.value.lasting) == (1, True)


@in_virtual_time
async def test_a_refusal_has_the_message_of_the_service() -> None:
    service = Service()
    source_id = service.add_source()
    body = {"error": "InvalidProperties", "data": {"message": "no match", "bad_properties": ["port"]}}
    service.before = [httpx.Response(400, json=body)]
    with pytest.raises(RefusedError) as caught:
        await service.connect().sources.update(source_id, properties={"port": "x"})
    error = caught.value
    assert (error.message, error.status, error.code, error.bad_properties) == (
        "no match",
        400,
        "InvalidProperties",
        ("port",),
    )


@in_virtual_time
async def test_a_refusal_without_a_message_names_the_call() -> None:
    service = Service()
    service.before = [httpx.Response(400, text="<html>")]
    with pytest.raises(RefusedError, match="PUT /v4/sources/5: refused with status 400"):
        await service.connect().sources.update(5, display_name="x")


@pytest.mark.parametrize("form", ["seconds", "date"])
@in_virtual_time
async def test_retry_after_is_obeyed(form: str) -> None:
    service = Service(latency=0)
    value = "9" if form == "seconds" else format_datetime(service.now() + timedelta(seconds=9), usegmt=True)
    service.before = [httpx.Response(429, headers={"Retry-After": value})]
    began = now()
    await service.connect().destinations.list()
    assert 9 <= now() - began <= 9 * (1 + SPREAD)


@in_virtual_time
async def test_retry_after_nothing_means_the_usual_pauses() -> None:
    service = Service(latency=0)
    service.before = [httpx.Response(503, headers={"Retry-After": "0"})] * 9
    began = now()
    with pytest.raises(UnavailableError):
        await service.connect().destinations.list()
    assert len(service.calls) == RETRIES
    assert now() - began > 3


@in_virtual_time
async def test_callers_that_are_told_to_wait_equally_long_return_at_different_moments() -> None:
    service = Service(latency=0)
    moments: list[float] = []

    def turn_away(_: httpx.Request) -> httpx.Response | None:
        moments.append(now())
        return httpx.Response(429, headers={"Retry-After": "2"}) if len(moments) <= 10 else None

    service.before = [turn_away] * 20
    connect = service.connect()
    await together(*(connect.sources.delete(number) for number in range(10)))
    returns = moments[10:]
    assert len(set(returns)) == 10
    assert min(returns) >= moments[0] + 2
    assert max(returns) - min(returns) > 0.05


@in_virtual_time
async def test_a_service_that_asks_for_too_long_a_wait_is_reported_at_once() -> None:
    service = Service(latency=0)
    service.before = [httpx.Response(503, headers={"Retry-After": "3600"})]
    with pytest.raises(UnavailableError, match="it requires a wait of 3600 s") as caught:
        await service.connect().destinations.list()
    assert (caught.value.retry_after, caught.value.attempts) == (3600, 1)


@in_virtual_time
async def test_the_deadline_ends_retries_and_the_error_has_the_last_failure() -> None:
    service = Service(latency=0)
    source_id = service.add_source()
    service.before = [httpx.Response(503)] * 100
    began = now()
    with pytest.raises(OutOfTimeError, match="503") as caught:
        await service.connect().within(1).sources.update(source_id, display_name="x")
    assert now() - began <= 1
    assert (caught.value.attempts, caught.value.status) == (len(service.calls), 503)


@in_virtual_time
async def test_a_deadline_ends_a_shared_read_for_its_own_caller_only() -> None:
    service = Service(latency=10)
    source_id = service.add_source()
    connect = service.connect()
    hasty, patient = await together(connect.within(3).sources.get(source_id), connect.sources.get(source_id))
    assert isinstance(hasty, OutOfTimeError)
    assert patient.id == source_id
    assert len(service.calls) == 1


@in_virtual_time
async def test_a_write_that_gets_no_answer_ends_with_its_operation() -> None:
    service = Service(latency=1000)
    began = now()
    with pytest.raises(OutOfTimeError, match="it did not answer in time") as caught:
        await service.connect().within(7).sources.update(5, display_name="x")
    assert caught.value.attempts == 1
    assert now() - began == pytest.approx(7)


@pytest.mark.parametrize("call", ["list", "get", "last_check"])
@in_virtual_time
async def test_a_read_that_gets_no_answer_ends_after_two_minutes(call: str) -> None:
    service = Service(latency=1000)
    sources = service.connect().sources
    calls = {"list": sources.list, "get": lambda: sources.get(5), "last_check": lambda: sources.last_check(5)}
    began = now()
    with pytest.raises(UnavailableError, match="it did not answer in time") as caught:
        await calls[call]()
    assert caught.value.attempts == len(service.calls) == 2
    assert now() - began == pytest.approx(120, abs=1)


@in_virtual_time
async def test_the_limits_of_a_client_are_settings() -> None:
    service = Service(latency=1000)
    hasty = service.connect(limits=Limits(answer=3, attempts=4))
    began = now()
    with pytest.raises(UnavailableError) as caught:
        await hasty.destinations.list()
    assert caught.value.attempts == 4
    assert 12 < now() - began < 15


@in_virtual_time
async def test_a_read_that_is_always_answered_with_429_ends_after_five_minutes() -> None:
    service = Service(latency=0)
    service.before = [httpx.Response(429)] * 100
    began = now()
    with pytest.raises(UnavailableError, match="answered with status 429") as caught:
        await service.connect().destinations.list()
    assert 200 < now() - began <= 300
    assert RETRIES < caught.value.attempts == len(service.calls) < 40


@in_virtual_time
async def test_a_write_that_is_answered_with_429_is_repeated_until_its_operation_ends() -> None:
    service = Service(latency=0)
    source_id = service.add_source()
    began = now()
    service.before = [lambda _: httpx.Response(429) if now() - began < 1000 else None] * 200
    updated = await service.connect().within(1800).sources.update(source_id, display_name="Patient")
    assert updated.display_name == "Patient"
    service.before = [httpx.Response(429)] * 200
    began = now()
    with pytest.raises(OutOfTimeError, match="answered with status 429"):
        await service.connect().within(1800).sources.update(source_id, display_name="x")
    assert 1700 < now() - began <= 1800


@in_virtual_time
async def test_the_pauses_after_429_grow_to_half_a_minute() -> None:
    service = Service(latency=0)
    moments: list[float] = []
    service.before = [lambda _: moments.append(now()) or httpx.Response(429)] * 200
    with pytest.raises(OutOfTimeError):
        await service.connect().within(600).sources.delete(5)
    pauses = [later - earlier for earlier, later in itertools.pairwise(moments)]
    assert pauses[0] < 1
    assert min(pauses[8:]) >= 15
    assert max(pauses) <= 30


@in_virtual_time
async def test_429_does_not_use_up_the_attempts_for_other_failures() -> None:
    service = Service(latency=0)
    service.before = [httpx.Response(429), httpx.Response(503)] * (RETRIES - 1)
    assert (await service.connect().destinations.list()).all() == ()
    assert len(service.calls) == 2 * RETRIES - 1


@in_virtual_time
async def test_a_deadline_within_a_deadline_does_not_extend_it() -> None:
    view = Service().connect().within(2).within(100)
    began = now()
    with pytest.raises(OutOfTimeError):
        await view.pause(50)
    assert now() - began == pytest.approx(2)


@in_virtual_time
async def test_a_pause_passes_or_ends_when_asked_to_stop() -> None:
    service = Service()
    connect = service.connect()
    began = now()
    await connect.pause(3)
    assert now() - began == pytest.approx(3)
    asyncio.get_running_loop().call_later(2, service.stop.set)
    with pytest.raises(StoppedError):
        await connect.pause(500)
    assert now() - began == pytest.approx(5)


@in_virtual_time
async def test_a_write_under_way_is_finished_when_terraform_asks_to_stop() -> None:
    service = Service(latency=10)
    source_id = service.add_source()
    asyncio.get_running_loop().call_later(1, service.stop.set)
    assert (await service.connect().sources.update(source_id, display_name="Done")).display_name == "Done"


@in_virtual_time
async def test_stop_ends_the_pause_before_a_retry_and_prevents_new_calls() -> None:
    service = Service(latency=0)
    source_id = service.add_source()
    connect = service.connect()
    service.before = [httpx.Response(503, headers={"Retry-After": "100"})]
    asyncio.get_running_loop().call_later(1, service.stop.set)
    began = now()
    with pytest.raises(StoppedError, match="503") as caught:
        await connect.sources.update(source_id, display_name="x")
    assert now() - began == pytest.approx(1)
    assert (caught.value.attempts, caught.value.status) == (1, 503)
    for call in (
        connect.sources.delete(source_id),
        connect.streams.list(source_id),
        connect.sources.last_check(source_id),
    ):
        with pytest.raises(StoppedError) as caught:
            await call
        assert caught.value.attempts == 0
    assert len(service.calls) == 1


@pytest.mark.parametrize("base_url", [BASE, BASE + "/", BASE + "/stitch/"])
@in_virtual_time
async def test_every_call_is_json_with_the_token_whatever_the_base_url_ends_with(base_url: str) -> None:
    service = Service()
    service.before = [httpx.Response(200, json=[])]
    await service.connect(base_url=base_url).destinations.list()
    assert service.calls == [f"GET {'/stitch' if 'stitch/' in base_url else ''}/v4/destinations"]
    headers = service.headers[0]
    assert headers["Authorization"] == f"Bearer {TOKEN}"
    assert headers["Content-Type"] == "application/json"
    assert headers["User-Agent"] == "test"


@pytest.mark.parametrize("status", [500, 502, 503, 504, 501, 599])
@in_virtual_time
async def test_a_create_is_not_repeated_blindly_after_a_server_error(status: int) -> None:
    service = Service(latency=0)
    service.after = [None, httpx.Response(status)]
    created = await service.connect().destinations.create(type="s3", properties={}, name="Lake")
    assert list(service.destinations) == [created.id]
    assert service.count("POST /v4/destinations") == 1


@pytest.mark.parametrize(
    "fault",
    [httpx.ConnectError("x"), httpx.ConnectTimeout("x"), httpx.PoolTimeout("x")],
    ids=named,
)
@in_virtual_time
async def test_a_create_that_surely_did_not_arrive_is_sent_again_without_a_search(fault: Any) -> None:
    service = Service(latency=0)
    service.before = [fault]
    await service.connect().sources.create(type="platform.github", display_name="Tools", properties={})
    assert service.calls == ["POST /v4/sources"] * 2


@in_virtual_time
async def test_a_delete_that_a_gateway_answers_with_success_is_an_error_where_the_object_exists() -> None:
    service = Service()
    source, destination = service.add_source(), service.add_destination()
    connect = service.connect()
    for delete, number in ((connect.sources.delete, source), (connect.destinations.delete, destination)):
        service.before = [httpx.Response(200, json={"message": "no Route matched with those values"})]
        with pytest.raises(MalformedError, match="the object exists"):
            await delete(number)
        service.after = [httpx.Response(200, json={"message": "done"})]
        await delete(number)


@in_virtual_time
async def test_deleting_an_object_that_does_not_exist_is_a_success() -> None:
    service = Service()
    await service.connect().sources.delete(5)
    await service.connect().destinations.delete(5)
    service.before = [httpx.Response(404)]
    await service.connect().destinations.delete(5)


@in_virtual_time
async def test_a_delete_whose_answer_was_lost_is_a_success() -> None:
    service = Service(latency=0)
    destination_id = service.add_destination()
    service.after = [httpx.ReadTimeout("x")]
    await service.connect().destinations.delete(destination_id)
    assert service.destinations == {}


@in_virtual_time
async def test_a_log_line_has_the_call_and_never_headers_or_bodies() -> None:
    service = Service(latency=0)
    source_id = service.add_source()
    service.before = [httpx.ReadTimeout("x")]
    with structlog.testing.capture_logs() as lines:
        await service.connect().sources.update(source_id, properties={"password": "hunter2"})
    structlog.reset_defaults()
    assert [(line["path"], line["attempt"], line["status"]) for line in lines] == [
        (f"/v4/sources/{source_id}", 1, "it did not answer in time"),
        (f"/v4/sources/{source_id}", 2, 200),
    ]
    assert "hunter2" not in str(lines)
    assert TOKEN not in str(lines)


@in_virtual_time
async def test_the_connections_that_were_opened_are_closed() -> None:
    service = Service()
    connect = service.connect()
    await connect.aclose()
    assert not service.closed
    await connect.destinations.list()
    assert not service.closed
    await connect.aclose()
    assert service.closed


async def test_what_could_not_be_opened_is_opened_anew_by_the_next_call(monkeypatch: pytest.MonkeyPatch) -> None:
    connect = Connect.to("https://127.0.0.1:9", token=TOKEN, user_agent="test", stop=asyncio.Event())
    monkeypatch.delenv("SSL_CERT_DIR", raising=False)
    monkeypatch.setenv("SSL_CERT_FILE", "/nonexistent/ca.pem")
    with pytest.raises(UnavailableError, match=r"SSL_CERT_FILE=/nonexistent/ca\.pem") as caught:
        await connect.destinations.list()
    assert (caught.value.lasting, caught.value.attempts) == (True, 1)
    monkeypatch.delenv("SSL_CERT_FILE")
    with pytest.raises(OutOfTimeError, match="no connection"):
        await connect.within(0.1).sources.update(5, display_name="x")
    await connect.aclose()


@in_virtual_time
async def test_a_destination_unknown_on_update_is_not_found() -> None:
    with pytest.raises(NotFoundError) as caught:
        await Service().connect().destinations.update(5, properties={"host": "db"})
    assert caught.value.message == "invalid connection id"


@in_virtual_time
async def test_only_what_was_given_is_sent_and_null_can_be() -> None:
    service = Service()
    source_id, destination_id = service.add_source(), service.add_destination()
    connect = service.connect()
    await connect.sources.update(source_id, paused=False)
    await connect.sources.update(source_id, display_name="A", destination_id=7, properties={"cron_expression": None})
    await connect.destinations.update(destination_id, properties={"port": 5432}, description=None)
    created = await connect.destinations.create(type="s3", properties={"ssl": True}, ignore_unmapped_sources=False)
    assert isinstance(created, Destination)
    assert [body for body in service.bodies if body is not None] == [
        {"paused_at": None},
        {"display_name": "A", "destination_id": 7, "properties": {"cron_expression": None}},
        {"properties": {"port": 5432}, "description": None},
        {"type": "s3", "properties": {"ssl": True}, "ignore_unmapped_sources": False},
    ]
    assert issubclass(LostAnswerError, UnavailableError)


@in_virtual_time
async def test_a_read_without_callers_is_cancelled() -> None:
    service = Service(latency=50)
    connect = service.connect()
    for read in (connect.within(1).sources.last_check(5), connect.within(1).destinations.list()):
        with pytest.raises(OutOfTimeError):
            await read
    await asyncio.sleep(0.01)
    assert asyncio.all_tasks() == {asyncio.current_task()}


SMALL = Limits(answer_size=500)


@in_virtual_time
async def test_an_answer_that_is_too_large_is_not_read_and_not_asked_for_again() -> None:
    service = Service(latency=0)
    service.before = [httpx.Response(200, content=b" " * 501)]
    with pytest.raises(MalformedError, match="its answer is larger than") as caught:
        await service.connect(limits=SMALL).destinations.list()
    assert "GET /v4/destinations" in str(caught.value)
    assert len(service.calls) == 1


@in_virtual_time
async def test_a_create_whose_answer_is_too_large_is_looked_for() -> None:
    service = Service(latency=0)
    service.after = [None, httpx.Response(200, content=b" " * 501)]
    created = await service.connect(limits=SMALL).destinations.create(type="s3", properties={}, name="Lake")
    assert list(service.destinations) == [created.id]


@in_virtual_time
async def test_of_an_error_that_is_too_large_the_status_is_enough() -> None:
    service = Service(latency=0)
    page = b"<html>" + b"x" * 500
    service.before = [httpx.Response(503, content=page), httpx.Response(403, content=page)]
    with pytest.raises(RefusedError, match="status 403"):
        await service.connect(limits=SMALL).destinations.list()


@pytest.mark.parametrize("date", ["Tue, 14 May 99999 09:30:12 GMT", "Tue, 14 May 2024 09:30:12 -99999999999999", "x"])
@in_virtual_time
async def test_a_date_that_cannot_be_read_is_as_if_it_was_not_there(date: str) -> None:
    service = Service(latency=0)
    headers = {"Date": date, "Retry-After": date}
    service.before = [httpx.Response(503, headers=headers)]
    service.after = [httpx.Response(200, json=[], headers=headers)]
    assert (await service.connect().destinations.list()).all() == ()
