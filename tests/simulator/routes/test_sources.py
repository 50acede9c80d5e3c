from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from simulator.account import GITHUB, POSTGRES

if TYPE_CHECKING:
    from simulator.account import Account

POST_BODY = "POST body may only include a non-empty type, a non-empty display_name and map of string properties"
PUT_BODY = "PUT body many only include the keys: display_name, properties, and paused_at"
NAME = (
    "The name field must be under 50 characters, and can only contain lowercase letters, numbers, underscores, or "
    "dollar signs. It must begin with a letter or an underscore."
)
CRON = (
    'cron_expression "0 0 12 * * *" is invalid: Support for specifying both a day-of-week AND a day-of-month parameter '
)
BASE = {"type": "platform.github", "display_name": "GitHub Widgets", "properties": GITHUB}


@pytest.mark.parametrize(
    ("body", "error", "message"),
    [
        ({**BASE, "type": "platform.nope"}, "InvalidType", "invalid source type (platform.nope)"),
        (
            {**BASE, "display_name": "####"},
            "InvalidDisplayName",
            "invalid name after deriving it from display_name (#### -> )",
        ),
        ({**BASE, "name": "Bad"}, "InvalidName", NAME),
        ({**BASE, "name": "taken"}, "InvalidName", "non-unique name (taken)"),
        (
            {**BASE, "display_name": "Taken!"},
            "InvalidName",
            "non-unique name after deriving it from display_name (Taken! -> taken)",
        ),
        ({**BASE, "type": ""}, "InvalidBody", POST_BODY),
        ({**BASE, "display_name": ""}, "InvalidBody", POST_BODY),
        ({**BASE, "frequency": 1}, "InvalidBody", POST_BODY),
        ({**BASE, "properties": []}, "InvalidBody", POST_BODY),
        ({**BASE, "destination_id": "1"}, "InvalidBody", POST_BODY),
        ([], "InvalidBody", POST_BODY),
        ({**BASE, "type": "hp.rando"}, "AccessDenied", "you do not have access to source type (hp.rando)"),
        (
            {**BASE, "properties": {**GITHUB, "cron_expression": "0 0 12 * * *"}},
            "InvalidCronExpression",
            CRON + "is not implemented.",
        ),
        ({**BASE, "properties": {**GITHUB, "start_date": ""}}, "InvalidProperties", "properties do not match schema"),
    ],
)
async def test_an_invalid_source_is_refused(account: Account, body: Any, error: str, message: str) -> None:
    await account.seed(sources=[{"type": "import_api", "display_name": "Taken"}])
    refusal = await account.refused("POST", "/v4/sources", body)
    assert (refusal["error"], refusal["data"]["message"]) == (error, message)
    assert len(await account.ok("GET", "/v4/sources")) == 1


@pytest.mark.parametrize(
    ("body", "error", "message"),
    [
        ({"type": "x"}, "InvalidBody", PUT_BODY),
        ({"paused_at": "soon"}, "InvalidBody", PUT_BODY),
        ({"destination_id": None}, "InvalidBody", PUT_BODY),
        ({"display_name": ""}, "InvalidDisplayName", "invalid display_name ()"),
        ({"display_name": 5}, "InvalidDisplayName", "invalid display_name (5)"),
        ({"properties": {"image_version": "9"}}, "InvalidProperties", "properties do not match schema"),
        ({"properties": {"repository": None}}, "InvalidProperties", "properties do not match schema"),
    ],
)
async def test_an_invalid_update_is_refused(account: Account, body: Any, error: str, message: str) -> None:
    await account.ok("POST", "/v4/sources", BASE)
    refusal = await account.refused("PUT", "/v4/sources/731905", body)
    assert (refusal["error"], refusal["data"]["message"]) == (error, message)


async def test_a_source_with_missing_properties_stays_at_the_form(account: Account) -> None:
    source = await account.ok("POST", "/v4/sources", {"type": "platform.github", "display_name": "GitHub"})
    assert source["report_card"]["current_step_type"] == "form"
    assert "check_job_name" not in source
    assert (await account.call("GET", "/v4/sources/731905/last-connection-check")).status_code == 404
    done = await account.ok("PUT", "/v4/sources/731905", {"properties": GITHUB})
    assert done["report_card"]["current_step_type"] == "field_selection"


async def test_properties_are_merged_and_each_change_starts_a_check(account: Account) -> None:
    first = await account.ok("POST", "/v4/sources", BASE)
    second = await account.ok("PUT", "/v4/sources/731905", {"properties": {"repository": "acme/gadgets"}})
    assert second["properties"] == {**first["properties"], "repository": "acme/gadgets"}
    assert second["check_job_name"] != first["check_job_name"]
    token = next(each for each in second["report_card"]["steps"][0]["properties"] if each["name"] == "access_token")
    assert token["provided"]


async def test_another_display_name_changes_neither_the_name_nor_the_check(account: Account) -> None:
    first = await account.ok("POST", "/v4/sources", BASE)
    renamed = await account.ok("PUT", "/v4/sources/731905", {"display_name": "Other"})
    assert (renamed["display_name"], renamed["name"]) == ("Other", "github_widgets")
    assert renamed["check_job_name"] == first["check_job_name"]


async def test_a_failed_check_leaves_the_source_at_discovery_until_it_is_repaired(account: Account) -> None:
    properties = {**POSTGRES, "host": "db.unreachable.example"}
    body = {"type": "platform.hp-postgres", "display_name": "Storefront", "properties": properties}
    source = await account.ok("POST", "/v4/sources", body)
    assert source["report_card"]["current_step_type"] == "discover_schema"
    check = await account.ok("GET", "/v4/sources/731905/last-connection-check")
    assert (check["status"], check["error"], check["discovery_exit_status"]) == ("failed", True, 1)
    assert "db.unreachable.example" in check["discovery_error_message"]
    assert await account.ok("GET", "/v4/sources/731905/streams") == []
    repaired = await account.ok("PUT", "/v4/sources/731905", {"properties": {"host": "db.acme.example"}})
    assert repaired["report_card"]["current_step_type"] == "field_selection"


async def test_a_check_runs_for_the_seconds_of_the_switch(account: Account) -> None:
    await account.switch(check_seconds=10)
    await account.ok("POST", "/v4/sources", BASE)
    running = await account.ok("GET", "/v4/sources/731905/last-connection-check")
    assert (running["status"], running["completion_time"], running["check_exit_status"]) == ("running", None, None)
    account.clock.set("2024-05-14T09:30:10Z")
    source = await account.ok("GET", "/v4/sources/731905")
    assert source["report_card"]["current_step_type"] == "field_selection"


async def test_a_deleted_source_is_still_listed_and_its_name_is_free(account: Account) -> None:
    await account.ok("POST", "/v4/sources", BASE)
    deleted = await account.ok("DELETE", "/v4/sources/731905")
    assert deleted["deleted_at"] == "2024-05-14T09:30:00Z"
    assert await account.ok("DELETE", "/v4/sources/731905") == deleted
    assert await account.ok("GET", "/v4/sources/731905") == deleted
    again = await account.ok("POST", "/v4/sources", BASE)
    assert [each["id"] for each in await account.ok("GET", "/v4/sources")] == [731905, again["id"]]
    refusal = await account.refused("PUT", "/v4/sources/731905", {"paused_at": None})
    assert refusal == {"error": "InvalidId", "data": {"message": "source not found (731905)"}}


@pytest.mark.parametrize("path", ["/v4/sources/5", "/v4/sources/x", "/v4/sources/99999999999999999999"])
async def test_an_unknown_source_is_404_for_get_and_an_invalid_id_otherwise(account: Account, path: str) -> None:
    assert (await account.call("GET", path)).status_code == 404
    refusal = await account.refused("DELETE", path)
    assert refusal == {
        "error": "InvalidId",
        "data": {"message": f"source not found ({path.rsplit('/', maxsplit=1)[-1]})"},
    }


async def test_an_oauth_source_waits_for_a_person_and_its_tap_rotates_tokens(account: Account) -> None:
    properties = {"start_date": "2024-01-01T00:00:00Z"}
    body = {"type": "platform.adroll", "display_name": "AdRoll", "properties": properties}
    source = await account.ok("POST", "/v4/sources", body)
    assert source["report_card"]["current_step_type"] == "oauth"
    await account.ok("POST", "/_simulator/sources/731905/authorize")
    assert (await account.ok("GET", "/v4/sources/731905"))["report_card"]["current_step_type"] == "field_selection"
    before = (await account.ok("GET", "/_simulator/sources/731905"))["credentials_sha256"]
    assert (await account.ok("POST", "/_simulator/sources/731905/rotate"))["rotated"] == [
        "access_token",
        "refresh_token",
    ]
    after = (await account.ok("GET", "/_simulator/sources/731905"))["credentials_sha256"]
    assert before["refresh_token"] != after["refresh_token"]


async def test_the_standard_plan_has_ten_sources_and_no_cron(account: Account) -> None:
    await account.switch(plan="standard")
    await account.seed(groups=[{"types": ["import_api"], "count": 10}])
    refusal = await account.refused("POST", "/v4/sources", BASE)
    assert refusal["error"] == "AccessDenied"


async def test_a_switch_leaves_out_cron_expressions_that_are_not_set(account: Account) -> None:
    await account.switch(cron_expression="absent")
    assert "cron_expression" not in (await account.ok("POST", "/v4/sources", BASE))["properties"]


async def test_a_switch_makes_put_replace_all_properties(account: Account) -> None:
    await account.switch(properties_put="replace")
    await account.ok("POST", "/v4/sources", BASE)
    changed = await account.ok("PUT", "/v4/sources/731905", {"properties": {"repository": "acme/gadgets"}})
    assert changed["report_card"]["current_step_type"] == "form"


async def test_a_source_shows_the_destination_that_it_is_mapped_to(account: Account) -> None:
    assert (await account.ok("POST", "/v4/sources", BASE))["mapped_destination_ids"] == []
    (warehouse,) = (await account.seed(destinations=[{"type": "snowflake"}]))["destinations"]
    mapped = await account.ok("PUT", "/v4/sources/731905", {"destination_id": warehouse})
    assert mapped["mapped_destination_ids"] == [warehouse]
    assert await account.ok("GET", "/v4/sources/731905") == mapped
    assert await account.ok("GET", "/v4/sources") == [mapped]
    await account.ok("DELETE", f"/v4/destinations/{warehouse}")
    assert (await account.ok("GET", "/v4/sources/731905"))["mapped_destination_ids"] == []


async def test_a_switch_makes_a_source_show_no_destinations_at_all_or_every_one(account: Account) -> None:
    made = await account.seed(
        destinations=[{"type": "snowflake"}, {"type": "s3"}],
        sources=[{"type": "import_api", "display_name": "Feed"}],
    )
    await account.switch(mapped_destination_ids="absent")
    assert "mapped_destination_ids" not in await account.ok("GET", "/v4/sources/731905")
    await account.switch(mapped_destination_ids="all")
    assert (await account.ok("GET", "/v4/sources/731905"))["mapped_destination_ids"] == made["destinations"]
    await account.ok("DELETE", f"/v4/destinations/{made['destinations'][1]}")
    assert (await account.ok("GET", "/v4/sources/731905"))["mapped_destination_ids"] == made["destinations"][:1]


async def test_the_frequency_cannot_be_null(account: Account) -> None:
    await account.ok("POST", "/v4/sources", BASE)
    change = {"properties": {"frequency_in_minutes": None}}
    refusal = await account.refused("PUT", "/v4/sources/731905", change)
    assert refusal["data"]["bad_properties"] == ["frequency_in_minutes"]


async def test_a_cron_expression_without_a_question_mark_is_refused_in_the_words_of_quartz(account: Account) -> None:
    body = {**BASE, "properties": {**GITHUB, "cron_expression": "* * * * * *"}}
    refusal = await account.refused("POST", "/v4/sources", body)
    assert refusal["data"]["message"] == CRON.replace("0 0 12 * * *", "* * * * * *") + "is not implemented."
