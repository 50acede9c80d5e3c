"""`stitch_extractions`, `stitch_extraction_log` and `stitch_loads` against a simulated account."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

import pytest

from connect.virtual_time import in_virtual_time, now
from stitch.jobs.pipelines import (
    INCREMENTAL_WITHOUT_KEY,
    account_of_jobs,
    add_pipeline,
    end,
    refuse,
    start,
)
from stitch.workspace import CLIENT_ID, TOKEN
from stitch_provider.terraform.diagnostics import Severity
from stitch_provider.terraform.schema.consistency import inconsistencies

if TYPE_CHECKING:
    from stitch.workspace import SimulatedAccount
    from stitch_provider.terraform.diagnostics import Diagnostic

EXTRACTIONS = f"/v4/{CLIENT_ID}/extractions"

REPORTS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("stitch_extractions", {}),
    ("stitch_loads", {}),
    ("stitch_extraction_log", {"job_name": "x"}),
)
"""The data sources about what jobs did, each with a configuration."""


async def read(account: SimulatedAccount, kind: str, **config: Any) -> dict[str, Any]:
    response = await account.read_data(kind, **config)
    assert response.diagnostics == ()
    assert response.state is not None
    return dict(response.state)


async def refused(account: SimulatedAccount, kind: str, **config: Any) -> Diagnostic:
    (diagnostic,) = (await account.read_data(kind, **config)).diagnostics
    return diagnostic


async def one_good_one_bad(account: SimulatedAccount) -> tuple[str, str]:
    """Two sources, whose extractions have succeeded and failed."""
    good, bad = await add_pipeline(account), await add_pipeline(account, **INCREMENTAL_WITHOUT_KEY)
    for source in (good, bad):
        await start(account, source)
        await end(account, source)
    return good, bad


@in_virtual_time
async def test_the_schemas_are_consistent() -> None:
    async with account_of_jobs() as account:
        for kind in ("stitch_extractions", "stitch_extraction_log", "stitch_loads"):
            assert list(inconsistencies(account.session.provider.data_sources[kind].schema)) == []


@in_virtual_time
async def test_extractions_are_filtered_by_source_and_failure() -> None:
    async with account_of_jobs() as account:
        good, bad = await one_good_one_bad(account)
        for config, sources in (
            ({}, [good, bad]),
            ({"source_id": bad}, [bad]),
            ({"failed_only": True}, [bad]),
            ({"failed_only": False}, [good, bad]),
            ({"source_id": good, "failed_only": True}, []),
        ):
            found = (await read(account, "stitch_extractions", **config))["extractions"]
            assert [each["source_id"] for each in found] == sources
        assert (found := (await read(account, "stitch_extractions", source_id=bad))["extractions"][0])
        assert (found["status"], found["failed_phase"], found["source_type"]) == ("failed", "tap", "tap-hp-postgres")
        assert found["failure"] == found["tap_description"]


@in_virtual_time
async def test_many_reads_at_once_are_one_list() -> None:
    async with account_of_jobs() as account:
        good, bad = await one_good_one_bad(account)
        await asyncio.gather(*(read(account, "stitch_extractions", source_id=one) for one in (good, bad) * 5))
        assert [path for _, path in await account.calls()].count(EXTRACTIONS) == 1


@in_virtual_time
async def test_a_log_is_fetched_from_the_address_that_the_service_redirects_to() -> None:
    async with account_of_jobs() as account:
        _, bad = await one_good_one_bad(account)
        (extraction,) = (await read(account, "stitch_extractions", source_id=bad))["extractions"]
        log = await read(account, "stitch_extraction_log", job_name=extraction["job_name"])
        assert extraction["failure"] in log["text"]


@pytest.mark.parametrize("status", [200, 301, 302, 303, 307, 308])
@in_virtual_time
async def test_a_log_is_the_answer_or_behind_any_redirect(status: int) -> None:
    async with account_of_jobs() as account:
        _, bad = await one_good_one_bad(account)
        (extraction,) = (await read(account, "stitch_extractions", source_id=bad))["extractions"]
        await account.call("PATCH", "/_simulator/switches", {"log_status": status})
        log = await read(account, "stitch_extraction_log", job_name=extraction["job_name"])
        assert extraction["failure"] in log["text"]


@in_virtual_time
async def test_a_log_that_does_not_exist_is_an_error_at_job_name() -> None:
    async with account_of_jobs() as account:
        await one_good_one_bad(account)
        diagnostic = await refused(account, "stitch_extraction_log", job_name=f"{CLIENT_ID}.1.sync.nothing")
        assert (diagnostic.summary, str(diagnostic.path)) == ("No such extraction", "job_name")


@in_virtual_time
async def test_all_reads_share_the_requests_that_stitch_allows_and_wait_for_more() -> None:
    async with account_of_jobs() as account:
        good, _ = await one_good_one_bad(account)
        (extraction,) = (await read(account, "stitch_extractions", source_id=good))["extractions"]
        began = now()
        await asyncio.gather(
            *(read(account, "stitch_extraction_log", job_name=extraction["job_name"]) for _ in range(29))
        )
        assert now() - began == pytest.approx(600, abs=1)
        assert len([path for _, path in await account.calls() if path.startswith(EXTRACTIONS)]) == 30


@in_virtual_time
async def test_loads_are_filtered_by_source_stream_and_failure() -> None:
    async with account_of_jobs() as account:
        good, bad = await one_good_one_bad(account)
        for config, count in (
            ({}, 1),
            ({"source_id": good}, 1),
            ({"source_id": bad}, 0),
            ({"source_name": "storefront_0"}, 1),
            ({"source_name": "storefront_1"}, 0),
            ({"stream": "orders"}, 1),
            ({"stream": "customers"}, 0),
            ({"failed_only": True}, 0),
        ):
            assert len((await read(account, "stitch_loads", **config))["loads"]) == count
        (load,) = (await read(account, "stitch_loads"))["loads"]
        assert load.pop("last_loaded_at").endswith("Z")
        assert load == {
            "source_name": "storefront_0",
            "stream": "orders",
            "failed": False,
            "failure": None,
            "error_state": None,
        }


@in_virtual_time
async def test_loads_are_in_order_of_source_and_stream() -> None:
    async with account_of_jobs() as account:
        await add_pipeline(account)
        names = [("b", "orders"), ("a", "widgets"), ("a", "orders"), ("b", "items")]
        listed = [{"source_name": source, "stream_name": stream} for source, stream in names]
        fault = {"kind": "status", "method": "GET", "path": "/v4/*/loads", "status": 200}
        await account.call("POST", "/_simulator/faults", fault | {"body": {"data": listed, "links": {}}})
        loads = (await read(account, "stitch_loads"))["loads"]
        assert [(load["source_name"], load["stream"]) for load in loads] == sorted(names)


@in_virtual_time
async def test_a_load_in_an_error_state_shows_what_the_service_says() -> None:
    async with account_of_jobs() as account:
        source = await add_pipeline(account)
        (destination,) = await account.call("GET", "/v4/destinations")
        changed = {"properties": {"password": "wrong-password"}}
        await account.call("PUT", f"/v4/destinations/{destination['id']}", changed)
        await start(account, source)
        await end(account, source)
        (load,) = (await read(account, "stitch_loads", failed_only=True))["loads"]
        assert (load["failed"], load["last_loaded_at"]) == (True, None)
        told = json.loads(load["error_state"])["notification_data"]
        assert load["failure"] == f"{told['warehouse_message']}; {told['message']}"


@in_virtual_time
async def test_loads_of_an_unknown_source_are_an_error() -> None:
    async with account_of_jobs() as account:
        assert (await refused(account, "stitch_loads", source_id="7")).summary == "No such source"


@in_virtual_time
async def test_in_an_empty_account_the_error_says_that_the_id_must_be_configured() -> None:
    async with account_of_jobs() as account:
        for kind, config in REPORTS:
            diagnostic = await refused(account, kind, **config)
            assert diagnostic.summary == "Account id is not known"
            assert "STITCH_CLIENT_ID" in diagnostic.detail


@in_virtual_time
async def test_the_error_names_a_client_id_that_is_not_the_account_of_the_token(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("STITCH_CLIENT_ID", "17")
    async with account_of_jobs() as account:
        for kind, config in REPORTS:
            diagnostic = await refused(account, kind, **config)
            assert "account 17" in diagnostic.detail
            assert "client_id" in diagnostic.detail


@in_virtual_time
async def test_a_refused_report_says_what_stitch_said_without_the_token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STITCH_CLIENT_ID", str(CLIENT_ID))
    async with account_of_jobs() as account:
        await add_pipeline(account)
        await refuse(account, "GET", f"/v4/{CLIENT_ID}/*", {"error": "Busy", "data": {"message": f"not now, {TOKEN}"}})
        found = [await refused(account, kind, **config) for kind, config in REPORTS]
        assert [each.summary for each in found] == [
            "Could not list the extractions",
            "Could not list the loads",
            "Could not read the log of job x",
        ]
        assert {each.detail for each in found} == {"Stitch refused: not now, (hidden)."}


async def show_pages(account: SimulatedAccount, noun: str, records: list[dict[str, Any]], *, total: int) -> None:
    """Show one page of the list after the other, each with one of the records, and always a next one."""
    for number, record in enumerate(records, 1):
        body = {"data": [record], "page": number, "total": total, "links": {"next": f"?page={number + 1}"}}
        fault = {"kind": "status", "method": "GET", "path": f"/v4/*/{noun}", "status": 200, "body": body, "count": 1}
        await account.call("POST", "/_simulator/faults", fault)


@in_virtual_time
async def test_of_a_long_list_of_loads_a_part_is_read_and_a_warning_says_how_much() -> None:
    async with account_of_jobs() as account:
        await add_pipeline(account)
        listed = [{"source_name": "shop", "stream_name": f"stream {number:02}"} for number in range(49)]
        await show_pages(account, "loads", listed, total=4850)
        began = now()
        response = await account.read_data("stitch_loads")
        assert now() - began == pytest.approx(300, abs=5)
        (warned,) = response.diagnostics
        assert (warned.severity, warned.summary) == (Severity.WARNING, "Not all loads were read")
        assert "49 pages" in warned.detail
        assert "first 20" in warned.detail
        assert response.state is not None
        assert len(response.state["loads"]) == 20


@in_virtual_time
async def test_a_read_of_a_report_ends_after_its_time_limit_and_the_error_says_what_it_waits_for() -> None:
    async with account_of_jobs() as account:
        good, _ = await one_good_one_bad(account)
        (extraction,) = (await read(account, "stitch_extractions", source_id=good))["extractions"]
        job = extraction["job_name"]
        await asyncio.gather(*(read(account, "stitch_extraction_log", job_name=job) for _ in range(20)))
        for kind, config in (("stitch_loads", {}), ("stitch_extraction_log", {"job_name": job})):
            began = now()
            diagnostic = await refused(account, kind, **config, timeouts={"read": "5s"})
            assert now() - began == pytest.approx(5, abs=0.1)
            assert "30 requests" in diagnostic.detail
            assert "timeouts.read" in diagnostic.detail


@in_virtual_time
async def test_a_report_is_read_once_the_requests_that_other_clients_have_used_up_are_allowed_again() -> None:
    async with account_of_jobs(report_requests=1) as account:
        good, _ = await one_good_one_bad(account)
        await account.call("GET", EXTRACTIONS)

        async def after_ten_minutes() -> None:
            await asyncio.sleep(600)
            await account.call("PATCH", "/_simulator/switches", {"clock_offset": 601})

        passing = asyncio.ensure_future(after_ten_minutes())
        (extraction,) = (await read(account, "stitch_extractions", source_id=good))["extractions"]
        assert extraction["source_id"] == good
        await passing


@in_virtual_time
async def test_a_log_that_is_too_long_is_cut_with_a_warning() -> None:
    async with account_of_jobs() as account:
        good, _ = await one_good_one_bad(account)
        (extraction,) = (await read(account, "stitch_extractions", source_id=good))["extractions"]
        fault = {"kind": "status", "method": "GET", "path": "/v4/*/extractions/*", "status": 302}
        await account.call("POST", "/_simulator/faults", fault | {"headers": {"Location": "/long"}})
        fault = {"kind": "status", "method": "GET", "path": "/long", "status": 200}
        await account.call("POST", "/_simulator/faults", fault | {"body": "x" * (17 * 1024 * 1024)})
        response = await account.read_data("stitch_extraction_log", job_name=extraction["job_name"])
        (warned,) = response.diagnostics
        assert (warned.summary, str(warned.path)) == ("Log is too long", "text")
        assert response.state is not None
        assert len(response.state["text"]) == 16 * 1024 * 1024
