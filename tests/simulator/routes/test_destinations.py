from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from simulator.account import GITHUB, SNOWFLAKE

if TYPE_CHECKING:
    from simulator.account import Account

POST_BODY = (
    "POST body may only include a type, a name, a description, map of properties, and boolean for unmapped sources"
)
BASE = {"type": "snowflake", "properties": SNOWFLAKE}
GITHUB_SOURCE = {"type": "platform.github", "display_name": "GitHub", "properties": GITHUB}


@pytest.mark.parametrize(
    "body",
    [
        [],
        {"type": "snowflake"},
        {"properties": {}},
        {**BASE, "extra": 1},
        {**BASE, "ignore_unmapped_sources": "yes"},
        {**BASE, "name": 5},
    ],
)
async def test_a_body_with_other_keys_is_refused(account: Account, body: Any) -> None:
    assert await account.refused("POST", "/v4/destinations", body) == POST_BODY


async def test_a_switch_makes_string_errors_plain_text(account: Account) -> None:
    await account.switch(string_errors="text")
    response = await account.call("POST", "/v4/destinations", {})
    assert response.text == POST_BODY
    assert response.headers["content-type"].startswith("text/plain")


@pytest.mark.parametrize(("plan", "limit"), [("standard", 1), ("advanced", 3), ("premium", 5)])
async def test_each_plan_has_a_limit_of_destinations(account: Account, plan: str, limit: int) -> None:
    await account.switch(plan=plan)
    for _ in range(limit):
        await account.ok("POST", "/v4/destinations", BASE)
    assert await account.refused("POST", "/v4/destinations", BASE) == "you are at your destination limit"
    await account.ok("DELETE", "/v4/destinations/581220")
    await account.ok("POST", "/v4/destinations", BASE)


async def test_invalid_properties_are_refused_as_for_sources(account: Account) -> None:
    body = {"type": "snowflake", "properties": {**SNOWFLAKE, "port": "x", "nonsense": "y"}}
    refusal = await account.refused("POST", "/v4/destinations", body)
    assert refusal["data"]["bad_properties"] == ["nonsense", "port"]
    assert refusal["data"]["report_card"]["current_step_type"] == "form"


async def test_credentials_are_provided_but_not_returned(account: Account) -> None:
    destination = await account.ok("POST", "/v4/destinations", BASE)
    assert not destination["properties"].keys() & {"username", "password"}
    provided = {each["name"]: each["provided"] for each in destination["report_card"]["steps"][0]["properties"]}
    assert provided["username"]
    assert provided["password"]
    assert destination["name"] == "Snowflake"


async def test_sources_without_a_destination_are_mapped_to_a_new_one(account: Account) -> None:
    await account.ok("POST", "/v4/sources", GITHUB_SOURCE)
    await account.ok("POST", "/v4/destinations", {**BASE, "ignore_unmapped_sources": True})
    assert (await account.ok("GET", "/_simulator/sources/731905"))["destination_id"] is None
    adopting = await account.ok("POST", "/v4/destinations", BASE)
    assert (await account.ok("GET", "/_simulator/sources/731905"))["destination_id"] == adopting["id"]


async def test_deleting_a_destination_pauses_its_sources_and_removes_its_hooks(account: Account) -> None:
    await account.ok("POST", "/v4/destinations", BASE)
    await account.ok("POST", "/v4/sources", GITHUB_SOURCE)
    hook = {"type": "post_load", "destination_id": 581220, "config": {"url": "https://hooks.acme.example"}}
    await account.ok("POST", "/notifications/public/v1/api/hooks", hook)

    assert await account.ok("DELETE", "/v4/destinations/581220") == {}

    assert await account.ok("GET", "/v4/destinations") == []
    assert await account.ok("GET", "/notifications/public/v1/api/hooks") == {"post_load": []}
    source = await account.ok("GET", "/v4/sources/731905")
    assert source["system_paused_at"] == "2024-05-14T09:30:00Z"
    gone = await account.refused("DELETE", "/v4/destinations/581220")
    assert gone == "Unable to locate dest (581220) for client (204417) to delete"
    other = await account.ok("POST", "/v4/destinations", {**BASE, "ignore_unmapped_sources": True})
    mapped = await account.ok("PUT", "/v4/sources/731905", {"destination_id": other["id"]})
    assert mapped["system_paused_at"] is None


async def test_the_list_filters_by_source_and_by_destination(account: Account) -> None:
    await account.seed(destinations=[{"type": "snowflake"}, {"type": "postgres"}])
    await account.ok("POST", "/v4/sources", {**GITHUB_SOURCE, "destination_id": 581221})
    assert [each["id"] for each in await account.ok("GET", "/v4/destinations?source_id=731905")] == [581221]
    assert [each["id"] for each in await account.ok("GET", "/v4/destinations?destination_id=581220")] == [581220]
    refusal = await account.refused("GET", "/v4/destinations?name=x")
    assert refusal == "GET may only include the params: source_id and/or destination_id"


async def test_an_update_is_stored_or_refused(account: Account) -> None:
    await account.ok("POST", "/v4/destinations", BASE)
    changed = await account.ok("PUT", "/v4/destinations/581220", {"name": "DWH", "properties": {}})
    assert changed["name"] == "DWH"
    assert await account.refused("PUT", "/v4/destinations/9", {"properties": {}}) == "invalid connection id"
    await account.switch(destination_put="refuse")
    await account.refused("PUT", "/v4/destinations/581220", {"name": "X", "properties": {}})
    assert (await account.call("DELETE", "/v4/destinations/x")).status_code == 404
    assert (await account.call("DELETE", "/v4/destinations")).status_code == 404


async def test_the_loading_mode_of_bigquery_cannot_be_changed(account: Account) -> None:
    await account.seed(destinations=[{"type": "bigquery_v2"}])
    refusal = await account.refused("PUT", "/v4/destinations/581220", {"properties": {"loading_mode": "APPEND_ONLY"}})
    assert refusal["data"]["bad_properties"] == ["loading_mode"]


async def test_a_destination_has_a_connection_check_unless_switched_off(account: Account) -> None:
    await account.ok("POST", "/v4/destinations", {**BASE, "properties": {**SNOWFLAKE, "password": "wrong-password"}})
    check = await account.ok("GET", "/v4/destinations/581220/last-connection-check")
    assert check["discovery_error_message"] == 'FATAL:  password authentication failed for user "STITCH_LOADER"'
    await account.switch(destination_checks=False)
    assert (await account.call("GET", "/v4/destinations/581220/last-connection-check")).status_code == 404


async def test_a_switch_makes_the_answer_to_delete_empty(account: Account) -> None:
    await account.switch(destination_delete="empty")
    await account.ok("POST", "/v4/destinations", BASE)
    assert (await account.call("DELETE", "/v4/destinations/581220")).content == b""
