from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest

from connect.virtual_time import in_virtual_time, now
from simulator.account import TOKEN, Account
from stitch_provider.simulator.faults import Fault, Faults

EMAILS = "/notifications/public/v1/api/custom-emails"
EMAIL = {"email_address": "oncall@acme.example"}


async def inject(account: Account, **fault: Any) -> None:
    await account.ok("POST", "/_simulator/faults", fault)


async def test_a_status_replaces_the_answer_as_often_as_count_says(account: Account) -> None:
    await inject(
        account, kind="status", status=503, headers={"Retry-After": "2"}, body={"a": 1}, method="POST", count=2
    )
    for _ in range(2):
        response = await account.call("POST", EMAILS, EMAIL)
        assert (response.status_code, response.headers["retry-after"], response.json()) == (503, "2", {"a": 1})
    await account.ok("POST", EMAILS, EMAIL)
    assert len(await account.ok("GET", EMAILS)) == 1


@pytest.mark.parametrize(("effect", "count"), [(False, 0), (True, 1)])
@pytest.mark.parametrize("kind", ["status", "drop"])
async def test_a_fault_applies_before_or_after_the_write(
    account: Account, kind: str, effect: object, count: int
) -> None:
    await inject(account, kind=kind, effect=effect, count=1)
    if kind == "drop":
        with pytest.raises(ConnectionResetError):
            await account.call("POST", EMAILS, EMAIL)
    else:
        assert (await account.call("POST", EMAILS, EMAIL)).status_code == 500
    assert len(await account.ok("GET", EMAILS)) == count


async def test_a_malformed_body_is_not_json(account: Account) -> None:
    await inject(account, kind="malformed", count=1)
    response = await account.call("GET", EMAILS)
    assert response.status_code == 200
    with pytest.raises(ValueError, match="Expecting"):
        response.json()


async def test_a_text_is_sent_as_it_is(account: Account) -> None:
    await inject(account, kind="status", status=404, text="<html>not here</html>")
    response = await account.call("GET", EMAILS)
    assert (response.status_code, response.text) == (404, "<html>not here</html>")
    assert response.headers["content-type"] == "text/html"


async def test_an_echo_repeats_the_headers_and_the_body_of_the_request(account: Account) -> None:
    await inject(account, kind="echo", status=400)
    response = await account.call("POST", EMAILS, EMAIL)
    assert response.status_code == 400
    assert response.json()["headers"]["authorization"] == f"Bearer {TOKEN}"
    assert EMAIL["email_address"] in response.json()["body"]


async def test_a_nested_body_has_the_depth_of_the_fault(account: Account) -> None:
    await inject(account, kind="nested", depth=3)
    assert (await account.call("GET", EMAILS)).json() == [[[]]]


@pytest.mark.parametrize("size", [2, 70_000, 200_001])
async def test_a_huge_body_is_a_string_of_that_size(account: Account, size: int) -> None:
    await inject(account, kind="huge", size=size)
    response = await account.call("GET", EMAILS)
    assert len(response.content) == int(response.headers["content-length"]) == size
    assert set(response.json()) <= {"a"}


@in_virtual_time
async def test_a_dripping_answer_is_the_usual_one_with_a_pause_after_each_byte(account: Account) -> None:
    await account.ok("POST", EMAILS, EMAIL)
    usual = await account.call("GET", EMAILS)
    await inject(account, kind="drip", seconds=1)
    started = now()
    assert (await account.call("GET", EMAILS)).content == usual.content
    assert now() - started == pytest.approx(len(usual.content))


@pytest.mark.parametrize(("effect", "count"), [(None, 0), (True, 1)])
@in_virtual_time
async def test_a_request_takes_effect_after_or_before_a_delay(account: Account, effect: object, count: int) -> None:
    await inject(account, kind="delay", seconds=60, effect=effect, method="POST")
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(account.call("POST", EMAILS, EMAIL), timeout=59)
    assert len(await account.ok("GET", EMAILS)) == count


@in_virtual_time
async def test_a_delay_postpones_the_answer(account: Account) -> None:
    await inject(account, kind="delay", seconds=60)
    started = now()
    await account.ok("GET", EMAILS)
    assert now() - started == pytest.approx(60)


@in_virtual_time
async def test_concurrent_calls_wait_for_the_latency_at_the_same_time() -> None:
    account, started = Account(latency=2), now()
    await asyncio.gather(*(account.ok("GET", EMAILS) for _ in range(10)))
    assert now() - started == pytest.approx(2)


@pytest.mark.parametrize(
    ("method", "path", "matches"),
    [
        ("*", "/v4/sources/*", True),
        ("GET", "/v4/sources/7", True),
        ("POST", "*", False),
        ("*", "/v4/sources", False),
        ("*", r"re:/v4/sources/\d+", True),
        ("*", r"re:/v4/sources", False),
    ],
)
def test_faults_match_by_method_and_path(method: str, path: str, matches: bool) -> None:
    assert Fault(kind="drop", method=method, path=path).matches("GET", "/v4/sources/7") is matches


def test_probability_is_repeatable() -> None:
    def outcomes() -> list[bool]:
        faults = Faults([Fault(kind="drop", probability=0.3, seed=7)])
        return [faults.trigger("GET", "/") is not None for _ in range(200)]

    assert outcomes() == outcomes()
    assert 30 < sum(outcomes()) < 90


def test_the_next_fault_applies_to_requests_that_a_fault_skips() -> None:
    first, second = Fault(kind="drop", skip=1, count=1), Fault(kind="delay")
    faults = Faults([first, second])
    assert [faults.trigger("GET", "/") for _ in range(3)] == [second, first, second]


@pytest.mark.parametrize(
    "fault",
    [
        {"kind": "nope"},
        {"kind": "drop", "probability": 2},
        {"kind": "drop", "path": "re:("},
        {"kind": "drop", "x": 1},
        5,
    ],
)
async def test_an_invalid_fault_is_refused(account: Account, fault: Any) -> None:
    assert "error" in await account.refused("POST", "/_simulator/faults", fault)


async def test_faults_are_listed_and_removed(account: Account) -> None:
    await account.ok("POST", "/_simulator/faults", [{"kind": "drop", "path": "/x"}, {"kind": "delay", "seconds": 0}])
    await account.ok("GET", EMAILS)
    listed = await account.ok("GET", "/_simulator/faults")
    assert [(each["id"], each["kind"], each["acted"]) for each in listed] == [(1, "drop", 0), (2, "delay", 1)]
    assert await account.ok("DELETE", "/_simulator/faults/1") == {"removed": 1}
    assert await account.ok("DELETE", "/_simulator/faults") == {"removed": 1}


async def test_faults_do_not_apply_to_admin_paths(account: Account) -> None:
    await inject(account, kind="status", status=500)
    assert (await account.call("GET", "/_simulator/switches")).status_code == 200
    with pytest.raises(httpx.HTTPStatusError):
        (await account.call("GET", EMAILS)).raise_for_status()
