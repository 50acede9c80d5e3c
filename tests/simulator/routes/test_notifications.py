from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from simulator.account import Account

EMAILS = "/notifications/public/v1/api/custom-emails"
HOOKS = "/notifications/public/v1/api/hooks"
HOOK = {"type": "post_load", "destination_id": 581220, "config": {"url": "https://hooks.acme.example/stitch"}}
INVALID_POST = {"data": {"message": "Invalid POST body"}, "error": "InvalidBody"}


@pytest.fixture
async def warehouse(account: Account) -> Account:
    await account.seed(destinations=[{"id": 581220, "type": "snowflake"}])
    return account


async def test_an_account_can_have_ten_emails(account: Account) -> None:
    for number in range(10):
        await account.ok("POST", EMAILS, {"email_address": f"oncall{number}@acme.example"})
    refusal = await account.refused("POST", EMAILS, {"email_address": "oncall@acme.example"})
    message = "Account not authorized to create additional custom notification email addresses."
    assert refusal == {"error": {"message": message}}
    assert len(await account.ok("GET", EMAILS)) == 10


async def test_emails_are_refused_on_a_plan_without_them(account: Account) -> None:
    await account.switch(custom_emails=False)
    refusal = await account.refused("POST", EMAILS, {"email_address": "oncall@acme.example"})
    assert refusal == {"error": {"message": "Account not authorized to create custom notification email addresses."}}


async def test_an_email_is_disabled_enabled_and_deleted(account: Account) -> None:
    email = await account.ok("POST", EMAILS, {"email_address": "oncall@acme.example"})
    path = f"{EMAILS}/{email['id']}"
    await account.ok("PUT", path, {"disabled_at": "2024-06-01T00:00:00Z"})
    assert [each["disabled_at"] for each in await account.ok("GET", EMAILS)] == ["2024-06-01T00:00:00Z"]
    assert await account.ok("PUT", path, {"disabled_at": None}) == {"disabled_at": None}
    assert await account.refused("PUT", path, {"disabled_at": "soon"}) == {"disabled_at": "soon"}
    assert await account.refused("PUT", path, {}) == {"disabled_at": None}
    assert await account.ok("DELETE", path) == [1]
    assert await account.ok("DELETE", path) == [0]


@pytest.mark.parametrize(
    ("body", "refusal"),
    [
        ({**HOOK, "extra": 1}, INVALID_POST),
        ({**HOOK, "destination_id": 9}, INVALID_POST),
        ({**HOOK, "destination_id": 10**30}, INVALID_POST),
        ({**HOOK, "config": {}}, INVALID_POST),
        ({**HOOK, "config": {"url": "http://hooks.acme.example"}}, {"error": {"message": "Invalid URI"}}),
    ],
)
async def test_an_invalid_hook_is_refused(warehouse: Account, body: Any, refusal: Any) -> None:
    assert await warehouse.refused("POST", HOOKS, body) == refusal


async def test_an_account_can_have_ten_hooks(warehouse: Account) -> None:
    for _ in range(10):
        await warehouse.ok("POST", HOOKS, HOOK)
    refusal = await warehouse.refused("POST", HOOKS, HOOK)
    assert refusal == {"error": {"message": "You have exceeded the limit of 10 hooks."}}


async def test_hooks_are_refused_on_the_standard_plan(warehouse: Account) -> None:
    await warehouse.switch(plan="standard")
    refusal = await warehouse.refused("POST", HOOKS, HOOK)
    assert refusal == {"error": {"message": "Client does not have access to hooks."}}


@pytest.mark.parametrize("body", [{}, {"enable": "yes"}, {"enable": True, "config": {}}, []])
async def test_a_hook_can_only_be_enabled_and_disabled(warehouse: Account, body: Any) -> None:
    await warehouse.ok("POST", HOOKS, HOOK)
    refusal = await warehouse.refused("PUT", f"{HOOKS}/17", body)
    message = "PUT body must only contain boolean 'enable' key"
    assert refusal == {"data": {"message": message}, "error": "InvalidBody"}


async def test_an_unknown_hook_is_refused(account: Account) -> None:
    assert await account.refused("PUT", f"{HOOKS}/9", {"enable": True}) == {"error": "NotFound"}
    assert await account.refused("DELETE", f"{HOOKS}/9") == {"error": "NotFound"}


@pytest.mark.parametrize(
    ("place", "top", "config"),
    [("top", 581220, None), ("config", None, "destination_581220"), ("absent", None, None), ("documented", None, None)],
)
async def test_a_switch_decides_where_hooks_contain_their_destination(
    warehouse: Account, place: str, top: int | None, config: str | None
) -> None:
    await warehouse.switch(hook_destination=place)
    await warehouse.ok("POST", HOOKS, HOOK)
    (hook,) = (await warehouse.ok("GET", HOOKS))["post_load"]
    assert (hook.get("destination_id"), hook["config"].get("destination_id")) == (top, config)
