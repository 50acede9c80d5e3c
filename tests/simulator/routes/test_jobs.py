from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from simulator.account import Account

SYNC = "/v4/sources/731905/sync"
EXTRACTIONS = "/v4/204417/extractions"


@pytest.fixture
async def github(account: Account) -> Account:
    sources = [{"type": "platform.github", "display_name": "GitHub", "streams": ["issues"]}]
    await account.seed(destinations=[{"type": "snowflake"}], sources=sources)
    await account.switch(job_seconds=60)
    return account


async def test_a_job_runs_ends_and_loads(github: Account) -> None:
    name = (await github.ok("POST", SYNC))["job_name"]
    assert (await github.ok("GET", EXTRACTIONS))["data"] == []
    again = await github.ok("POST", SYNC)
    message = "Did not create job for client-id: 204417; connection-id: 731905 because one already exists"
    assert again == {"error": {"type": "already_running", "message": message}}
    github.clock.set("2024-05-14T09:31:00Z")
    (extraction,) = (await github.ok("GET", EXTRACTIONS))["data"]
    assert (extraction["job_name"], extraction["source_type"]) == (name, "tap-github")
    assert extraction["completion_time"] == "2024-05-14T09:31:00Z"
    (load,) = (await github.ok("GET", "/v4/204417/loads"))["data"]
    assert (load["source_name"], load["stream_name"], load["error_state"]) == ("github", "issues", None)


async def test_a_stopped_job_is_terminated(github: Account) -> None:
    await github.ok("POST", SYNC)
    assert await github.ok("DELETE", SYNC) == {"status": 200}
    assert await github.ok("DELETE", SYNC) == {"status": 200}
    (extraction,) = (await github.ok("GET", EXTRACTIONS))["data"]
    for phase in ("discovery", "tap", "target"):
        assert (extraction[f"{phase}_exit_status"], extraction[f"{phase}_description"]) == (None, "Terminated")


async def test_a_job_of_a_paused_source_can_be_started_but_not_of_a_deleted_one(github: Account) -> None:
    await github.ok("PUT", "/v4/sources/731905", {"paused_at": "2030-01-01T00:00:00Z"})
    assert "job_name" in await github.ok("POST", SYNC)
    await github.ok("DELETE", "/v4/sources/731905")
    refusal = await github.refused("POST", SYNC)
    assert refusal == {"error": {"type": "invalid_source", "message": "Integration is deleted."}}


async def test_a_source_that_is_unknown_or_not_configured_is_refused(account: Account) -> None:
    await account.seed(sources=[{"type": "platform.github", "display_name": "GitHub"}])
    assert (await account.refused("POST", SYNC))["error"]["type"] == "invalid_source"
    refusal = await account.refused("POST", "/v4/sources/9/sync")
    message = "Unable to locate source(9) for client (204417)"
    assert refusal == {"error": {"type": "invalid_source", "message": message}}


async def test_a_log_is_a_redirect_whose_target_refuses_credentials(github: Account) -> None:
    name = (await github.ok("POST", SYNC))["job_name"]
    redirect = await github.call("GET", f"{EXTRACTIONS}/{name}")
    assert (redirect.status_code, redirect.content) == (302, b"")
    location = redirect.headers["location"]
    assert (await github.call("GET", location)).status_code == 400
    github.client.headers.pop("authorization")
    assert "tap-github starting" in (await github.call("GET", location)).text


@pytest.mark.parametrize("status", [200, 301, 303, 307, 308])
async def test_a_switch_makes_a_log_the_answer_itself_or_another_redirect(github: Account, status: int) -> None:
    await github.switch(log_status=status)
    name = (await github.ok("POST", SYNC))["job_name"]
    answer = await github.call("GET", f"{EXTRACTIONS}/{name}")
    assert answer.status_code == status
    assert ("tap-github starting" in answer.text) is (status == 200)
    assert ("location" in answer.headers) is (status != 200)


async def test_jobs_of_another_account_are_unauthorized(github: Account) -> None:
    for path in ("/v4/1/extractions", "/v4/1/loads", "/v4/1/extractions/x", "/v4/x/loads"):
        assert (await github.call("GET", path)).status_code == 401
    assert (await github.call("GET", f"{EXTRACTIONS}/x")).status_code == 404


async def test_pages_have_a_hundred_records_and_relative_links(account: Account) -> None:
    await account.switch(job_seconds=0)
    group = {"types": ["platform.hubspot"], "count": 17}
    planted = await account.seed(destinations=[{"type": "snowflake"}], groups=[group])
    for source_id in planted["sources"]:
        await account.ok("POST", f"/v4/sources/{source_id}/sync")
    first = await account.ok("GET", "/v4/204417/loads")
    assert (len(first["data"]), first["total"], first["links"]) == (100, 255, {"next": "/v4/204417/loads?page=2"})
    links = (await account.ok("GET", "/v4/204417/loads?page=2"))["links"]
    assert links == {"next": "/v4/204417/loads?page=3", "previous": "/v4/204417/loads?page=1"}
    last = await account.ok("GET", "/v4/204417/loads?page=3")
    assert (len(last["data"]), last["links"]) == (55, {"previous": "/v4/204417/loads?page=2"})
    extractions = await account.ok("GET", EXTRACTIONS)
    assert [each["source_id"] for each in extractions["data"]] == planted["sources"]
    assert extractions["links"] == {}


async def test_records_are_kept_for_the_retention_time_of_the_plan(github: Account) -> None:
    await github.switch(job_seconds=0)
    await github.ok("POST", SYNC)
    await github.switch(clock_offset=8 * 86400)
    assert (await github.ok("GET", EXTRACTIONS))["total"] == 1
    await github.switch(plan="standard")
    assert (await github.ok("GET", EXTRACTIONS))["total"] == 0


async def test_a_switch_limits_the_requests_for_reports_in_ten_minutes(github: Account) -> None:
    await github.switch(job_seconds=0, report_requests=3)
    job = (await github.ok("POST", SYNC))["job_name"]
    reports = (EXTRACTIONS, "/v4/204417/loads", f"{EXTRACTIONS}/{job}")
    for path in reports:
        assert (await github.call("GET", path)).status_code < 400
    for path in reports:
        assert (await github.call("GET", path)).status_code == 429
    await github.switch(clock_offset=599)
    assert (await github.call("GET", EXTRACTIONS)).status_code == 429
    await github.switch(clock_offset=600)
    await github.ok("GET", EXTRACTIONS)


async def test_a_switch_makes_sources_run_on_their_schedule(github: Account) -> None:
    await github.switch(run_schedules=True, job_seconds=0)
    github.clock.set("2024-05-14T10:00:05Z")
    (extraction,) = (await github.ok("GET", EXTRACTIONS))["data"]
    assert extraction["start_time"] == "2024-05-14T10:00:00Z"
    source = await github.ok("GET", "/v4/sources/731905")
    assert source["schedule"]["next_fire_time"] == "2024-05-14T11:00:00Z"


async def test_a_failed_load_shows_the_error_of_the_destination(github: Account) -> None:
    await github.switch(job_seconds=0)
    await github.ok("PUT", "/v4/destinations/581220", {"properties": {"host": "unreachable.example"}})
    await github.ok("POST", SYNC)
    (load,) = (await github.ok("GET", "/v4/204417/loads"))["data"]
    assert load["last_batch_loaded_at"] is None
    assert "unreachable.example" in load["error_state"]["notification_data"]["warehouse_message"]
