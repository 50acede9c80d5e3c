"""`stitch_replication_job` with the engine's verbs against a simulated account."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from connect.virtual_time import in_virtual_time, now
from stitch.failed_looks import FAILED_LOOKS, fail_reads
from stitch.jobs.pipelines import (
    CLIENT_ID,
    INCREMENTAL_WITHOUT_KEY,
    account_of_jobs,
    add_pipeline,
    end,
    ending,
    refuse,
    show_later_job,
    start,
)
from stitch.workspace import TOKEN, SimulatedAccount, Workspace
from stitch_provider.terraform.diagnostics import Severity
from stitch_provider.terraform.schema.consistency import inconsistencies
from stitch_provider.terraform.values.value import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from stitch_provider.terraform.diagnostics import Diagnostic

EXTRACTIONS = f"/v4/{CLIENT_ID}/extractions"


def job(account: SimulatedAccount) -> Workspace:
    return Workspace(account, "stitch_replication_job")


def state_of(one: Workspace) -> Mapping[str, Any]:
    assert one.state is not None
    return one.state


def brief(diagnostics: tuple[Diagnostic, ...]) -> list[tuple[Severity, str, str]]:
    return [(each.severity, each.summary, str(each.path)) for each in diagnostics]


@in_virtual_time
async def test_the_schema_is_consistent() -> None:
    async with account_of_jobs() as account:
        assert list(inconsistencies(job(account).session.provider.resources["stitch_replication_job"].schema)) == []


@in_virtual_time
async def test_creating_starts_a_job_and_keeps_its_name_without_a_report() -> None:
    async with account_of_jobs() as account:
        source, one = await add_pipeline(account), job(account)
        assert await one.apply(source_id=source, triggers={"release": "1"}) == ()
        assert ("POST", f"/v4/sources/{source}/sync") in await account.calls()
        state = state_of(one)
        assert state["job_name"].startswith(f"{CLIENT_ID}.{source}.sync.")
        assert (state["id"], state["already_running"], state["extraction"]) == (source, False, None)
        assert one.identity == {"source_id": source, "job_name": state["job_name"], "client_id": str(CLIENT_ID)}


@in_virtual_time
async def test_refreshing_reads_no_report_and_plans_empty() -> None:
    async with account_of_jobs() as account:
        source, one = await add_pipeline(account), job(account)
        await one.apply(source_id=source)
        await account.calls()
        before = one.state
        await end(account, source)
        await one.refresh()
        assert one.state == before
        assert await account.calls() == [("GET", f"/v4/sources/{source}")]
        assert (await one.plan(source_id=source)).action == "nothing"


@in_virtual_time
async def test_a_job_whose_source_was_deleted_is_removed_from_the_state() -> None:
    async with account_of_jobs() as account:
        source, one = await add_pipeline(account), job(account)
        await one.apply(source_id=source)
        await account.call("DELETE", f"/v4/sources/{source}")
        await one.refresh()
        assert one.state is None


@pytest.mark.parametrize(
    ("change", "action"),
    [
        ({"triggers": {"release": "2"}}, "replace"),
        ({"triggers": None}, "replace"),
        ({"wait": True}, "update"),
        ({"on_already_running": "error"}, "update"),
        ({"stop_on_destroy": True}, "update"),
    ],
)
def test_a_change_of_triggers_replaces_the_job_and_other_changes_do_not(change: dict[str, Any], action: str) -> None:
    @in_virtual_time
    async def check() -> None:
        async with account_of_jobs() as account:
            source, one = await add_pipeline(account), job(account)
            config = {"source_id": source, "triggers": {"release": "1"}}
            await one.apply(**config)
            first = state_of(one)["job_name"]
            await account.calls()
            planned = await one.plan(**(config | change))
            assert planned.action == action
            if action == "update":
                assert await one.carry_out(planned, **(config | change)) == ()
                assert state_of(one)["job_name"] == first
                assert await account.calls() == []

    check()


@in_virtual_time
async def test_a_change_of_triggers_between_null_and_an_empty_map_starts_no_job() -> None:
    async with account_of_jobs() as account:
        source, one = await add_pipeline(account), job(account)
        await one.apply(source_id=source)
        before = state_of(one)
        for triggers in ({}, None):
            await account.calls()
            planned = await one.plan(source_id=source, triggers=triggers)
            assert planned.action == "update"
            assert await one.carry_out(planned, source_id=source, triggers=triggers) == ()
            assert state_of(one) == before | {"triggers": triggers}
            assert await account.calls() == []


@in_virtual_time
async def test_a_change_of_triggers_starts_a_new_job() -> None:
    async with account_of_jobs() as account:
        source, one = await add_pipeline(account), job(account)
        await one.apply(source_id=source, triggers={"release": "1"})
        first = state_of(one)["job_name"]
        await end(account, source)
        assert await one.apply(source_id=source, triggers={"release": "2"}) == ()
        assert state_of(one)["job_name"] != first


@in_virtual_time
async def test_a_change_of_source_starts_a_job_of_that_source() -> None:
    async with account_of_jobs() as account:
        first, second, one = await add_pipeline(account), await add_pipeline(account), job(account)
        await one.apply(source_id=first)
        assert (await one.plan(source_id=second)).action == "replace"
        await account.calls()
        assert await one.apply(source_id=second) == ()
        assert ("POST", f"/v4/sources/{second}/sync") in await account.calls()
        assert (state_of(one)["id"], state_of(one)["source_id"]) == (second, second)


@in_virtual_time
async def test_waiting_gives_the_result_of_the_extraction() -> None:
    async with account_of_jobs() as account:
        source, one = await add_pipeline(account), job(account)
        planned = await one.plan(source_id=source, wait=True)
        assert planned.after["extraction"] == UNKNOWN
        ending(account, source, after=40)
        began = now()
        assert await one.carry_out(planned, source_id=source, wait=True) == ()
        assert 40 < now() - began < 80
        found = state_of(one)["extraction"]
        assert found["job_name"] == state_of(one)["job_name"]
        assert (found["status"], found["failed_phase"], found["failure"]) == ("succeeded", None, None)
        assert (found["discovery_exit_status"], found["tap_exit_status"], found["target_exit_status"]) == (0, 0, 0)
        assert found["started_at"] <= found["completed_at"]
        await one.refresh()
        assert (await one.plan(source_id=source, wait=True)).action == "nothing"


@in_virtual_time
async def test_a_failed_extraction_is_an_error_and_stays_in_the_state() -> None:
    async with account_of_jobs() as account:
        source, one = await add_pipeline(account, **INCREMENTAL_WITHOUT_KEY), job(account)
        planned = await one.plan(source_id=source, wait=True)
        ending(account, source, after=7)
        failed, created = await one.carry_out(planned, source_id=source, wait=True)
        assert "tainted" in created.detail
        assert "import" not in created.detail
        found = state_of(one)["extraction"]
        assert failed.summary == "The extraction failed"
        assert "phase tap with exit status 1" in failed.detail
        assert found["failure"] == found["tap_description"]
        assert found["failure"]
        assert found["failure"] in failed.detail
        assert (found["status"], found["failed_phase"]) == ("failed", "tap")
        assert state_of(one)["job_name"] == found["job_name"]


@in_virtual_time
async def test_a_job_that_is_stopped_is_an_error() -> None:
    async with account_of_jobs() as account:
        source, one = await add_pipeline(account), job(account)
        planned = await one.plan(source_id=source, wait=True)

        async def stop() -> None:
            await asyncio.sleep(3)
            await account.call("DELETE", f"/v4/sources/{source}/sync")

        stopping = asyncio.ensure_future(stop())
        stopped, _ = await one.carry_out(planned, source_id=source, wait=True)
        assert stopped.summary == "The extraction was stopped"
        assert state_of(one)["extraction"]["status"] == "terminated"
        await stopping


@in_virtual_time
async def test_a_job_that_is_running_already_is_used_with_a_warning() -> None:
    async with account_of_jobs() as account:
        source, one = await add_pipeline(account), job(account)
        running = await start(account, source)
        planned = await one.plan(source_id=source, wait=True)
        ending(account, source, after=12)
        diagnostics = await one.carry_out(planned, source_id=source, wait=True)
        assert brief(diagnostics) == [(Severity.WARNING, "A job is already running", "on_already_running")]
        state = state_of(one)
        assert (state["already_running"], state["job_name"], state["extraction"]["job_name"]) == (
            True,
            running,
            running,
        )


@in_virtual_time
async def test_a_job_that_was_running_already_and_is_not_waited_for_has_no_name() -> None:
    async with account_of_jobs() as account:
        source, one = await add_pipeline(account), job(account)
        await start(account, source)
        (warned,) = await one.apply(source_id=source)
        assert warned.severity is Severity.WARNING
        assert (state_of(one)["already_running"], state_of(one)["job_name"]) == (True, None)


@in_virtual_time
async def test_a_job_without_a_name_keeps_none_when_settings_change() -> None:
    async with account_of_jobs() as account:
        source, one = await add_pipeline(account), job(account)
        await start(account, source)
        await one.apply(source_id=source)
        planned = await one.plan(source_id=source, stop_on_destroy=True)
        assert (planned.action, planned.after["job_name"], planned.after["extraction"]) == ("update", None, None)


@in_virtual_time
async def test_without_waiting_the_plan_knows_that_there_is_no_extraction() -> None:
    async with account_of_jobs() as account:
        planned = await job(account).plan(source_id=await add_pipeline(account))
        assert (planned.after["extraction"], planned.after["job_name"]) == (None, UNKNOWN)


@in_virtual_time
async def test_where_a_later_job_ran_its_extraction_is_shown_with_a_warning() -> None:
    async with account_of_jobs() as account:
        source, one = await add_pipeline(account), job(account)
        await show_later_job(account, source)
        (warned,) = await one.apply(source_id=source, wait=True)
        assert (warned.severity, warned.summary) == (Severity.WARNING, "A later job ran")
        assert state_of(one)["extraction"]["job_name"] == "a later job"
        assert state_of(one)["job_name"] != "a later job"


@in_virtual_time
async def test_a_wait_without_access_to_reports_names_the_account_and_keeps_the_job(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("STITCH_CLIENT_ID", str(CLIENT_ID))
    async with account_of_jobs() as account:
        source, one = await add_pipeline(account), job(account)
        await fail_reads(account, EXTRACTIONS, {"status": 401, "body": {}})
        planned = await one.plan(source_id=source, wait=True)
        (refused,) = await one.carry_out(planned, source_id=source, wait=True)
        assert refused.severity is Severity.WARNING
        parts = (f"account {CLIENT_ID}", "The job continues", "client_id")
        places = [refused.detail.index(part) for part in parts]
        assert places == sorted(places)
        assert state_of(one)["job_name"]


@in_virtual_time
async def test_a_job_that_is_running_already_is_an_error_with_on_already_running() -> None:
    async with account_of_jobs() as account:
        source, one = await add_pipeline(account), job(account)
        await start(account, source)
        (refused,) = await one.apply(source_id=source, on_already_running="error")
        assert (refused.severity, str(refused.path)) == (Severity.ERROR, "on_already_running")
        assert one.state is None


@in_virtual_time
async def test_a_wait_that_takes_too_long_keeps_the_job_and_its_name() -> None:
    async with account_of_jobs() as account:
        source, one = await add_pipeline(account), job(account)
        config: dict[str, Any] = {"source_id": source, "wait": True, "timeouts": {"create": "90s"}}
        planned = await one.plan(**config)
        began = now()
        late, _ = await one.carry_out(planned, **config)
        assert now() - began == pytest.approx(90, abs=0.5)
        assert late.summary == f"Could not wait for the replication job of source {source}"
        assert late.detail.endswith("continues in Stitch. Increase the time limit in the attribute timeouts.create.")
        assert state_of(one)["job_name"]
        assert state_of(one)["extraction"] is None


@in_virtual_time
async def test_asking_to_stop_ends_the_wait_at_once_and_keeps_the_job() -> None:
    async with account_of_jobs() as account:
        source, one = await add_pipeline(account), job(account)
        planned = await one.plan(source_id=source, wait=True)
        asyncio.get_running_loop().call_later(11, account.session.stop.set)
        began = now()
        (stopped,) = await one.carry_out(planned, source_id=source, wait=True)
        assert now() - began == pytest.approx(11, abs=0.1)
        assert stopped.severity is Severity.WARNING
        assert stopped.detail == (
            "The command was stopped while the job was running. The job continues in Stitch. The data "
            "source stitch_extractions shows how it ended."
        )
        assert state_of(one)["job_name"]


@pytest.mark.parametrize("answer", FAILED_LOOKS.values(), ids=FAILED_LOOKS)
def test_one_failed_look_does_not_end_the_wait(answer: dict[str, Any]) -> None:
    @in_virtual_time
    async def check() -> None:
        async with account_of_jobs() as account:
            source, one = await add_pipeline(account), job(account)
            planned = await one.plan(source_id=source, wait=True)
            ending(account, source, after=30)
            await fail_reads(account, EXTRACTIONS, answer, count=1)
            assert await one.carry_out(planned, source_id=source, wait=True) == ()
            assert state_of(one)["extraction"]["status"] == "succeeded"

    check()


@pytest.mark.parametrize("status", [401, 403, 404])
def test_two_refused_looks_end_the_wait_with_a_warning_and_keep_the_job(status: int) -> None:
    @in_virtual_time
    async def check() -> None:
        async with account_of_jobs() as account:
            source, one = await add_pipeline(account), job(account)
            await fail_reads(account, EXTRACTIONS, {"status": status})
            planned = await one.plan(source_id=source, wait=True)
            (ended,) = await one.carry_out(planned, source_id=source, wait=True)
            assert ended.severity is Severity.WARNING
            assert "The job continues in Stitch." in ended.detail
            assert [path for _, path in await account.calls()].count(EXTRACTIONS) == 2

    check()


@in_virtual_time
async def test_a_wait_whose_looks_fail_until_its_time_is_over_is_a_warning_that_has_the_last_failure() -> None:
    async with account_of_jobs() as account:
        source, one = await add_pipeline(account), job(account)
        await fail_reads(account, EXTRACTIONS, {"status": 520})
        config: dict[str, Any] = {"source_id": source, "wait": True, "timeouts": {"create": "90s"}}
        planned = await one.plan(**config)
        (ended,) = await one.carry_out(planned, **config)
        assert ended.severity is Severity.WARNING
        assert "status 520" in ended.detail
        assert state_of(one)["job_name"]


@in_virtual_time
async def test_all_waits_share_one_poll_within_the_requests_that_stitch_allows() -> None:
    async with account_of_jobs() as account:
        sources = [await add_pipeline(account) for _ in range(8)]
        jobs = [job(account) for _ in sources]
        plans = [await one.plan(source_id=source, wait=True) for one, source in zip(jobs, sources, strict=True)]
        await account.calls()
        for source in sources:
            ending(account, source, after=580)
        await asyncio.gather(
            *(
                one.carry_out(planned, source_id=source, wait=True)
                for one, planned, source in zip(jobs, plans, sources, strict=True)
            )
        )
        assert 15 < [path for _, path in await account.calls()].count(EXTRACTIONS) <= 30
        assert {state_of(one)["extraction"]["status"] for one in jobs} == {"succeeded"}


@in_virtual_time
async def test_a_source_that_does_not_exist_is_a_warning_of_the_plan_and_an_error_of_the_apply() -> None:
    async with account_of_jobs() as account:
        one = job(account)
        planned = await one.plan(source_id="7")
        (warned,) = planned.diagnostics
        assert (warned.severity, warned.summary, str(warned.path)) == (Severity.WARNING, "No such source", "source_id")
        assert "the apply fails" in warned.detail
        (refused,) = await one.carry_out(planned, source_id="7")
        assert (refused.severity, refused.summary) == (Severity.ERROR, "No such source")
        assert one.state is None


@in_virtual_time
async def test_for_a_source_that_is_not_ready_the_error_says_what_it_needs() -> None:
    async with account_of_jobs() as account:
        body = {"type": "platform.github", "display_name": "Widgets", "properties": {}}
        source = str((await account.call("POST", "/v4/sources", body))["id"])
        one = job(account)
        (refused,) = await one.apply(source_id=source)
        said, advice = refused.detail.split(". ", 1)
        assert said.startswith("Stitch refused: ")
        assert advice.startswith("A job requires a source that is fully configured")
        assert advice.endswith("depends_on.")
        assert str(refused.path) == "source_id"
        assert one.state is None


@in_virtual_time
async def test_a_source_that_is_not_known_yet_is_not_checked() -> None:
    async with account_of_jobs() as account:
        planned = await job(account).plan(source_id=UNKNOWN)
        assert planned.diagnostics == ()
        assert await account.calls() == []


@pytest.mark.parametrize(("stop", "calls"), [(True, 1), (False, 0)])
def test_destroying_stops_the_job_only_with_stop_on_destroy(*, stop: bool, calls: int) -> None:
    @in_virtual_time
    async def check() -> None:
        async with account_of_jobs() as account:
            source, one = await add_pipeline(account), job(account)
            await one.apply(source_id=source, stop_on_destroy=stop)
            await one.refresh()
            await account.calls()
            assert await one.destroy() == ()
            assert await account.calls() == [("DELETE", f"/v4/sources/{source}/sync")] * calls
            assert one.state is None

    check()


@in_virtual_time
async def test_destroying_a_job_does_not_stop_the_one_that_was_started_in_the_same_run() -> None:
    async with account_of_jobs() as account:
        source, old, new = await add_pipeline(account), job(account), job(account)
        await old.apply(source_id=source, stop_on_destroy=True)
        await end(account, source)
        await new.refresh()
        await new.carry_out(await new.plan(source_id=source), source_id=source)
        assert await old.destroy() == ()
        assert "DELETE" not in [method for method, _ in await account.calls()]


@in_virtual_time
async def test_destroying_a_job_of_a_deleted_source_succeeds() -> None:
    async with account_of_jobs() as account:
        source, one = await add_pipeline(account), job(account)
        await one.apply(source_id=source, stop_on_destroy=True)
        await one.refresh()
        body = {"error": {"type": "invalid_source", "message": "Integration is deleted."}}
        await refuse(account, "DELETE", "/v4/sources/*/sync", body)
        assert await one.destroy() == ()


@in_virtual_time
async def test_a_job_that_cannot_be_stopped_stays_in_the_state() -> None:
    async with account_of_jobs() as account:
        source, one = await add_pipeline(account), job(account)
        await one.apply(source_id=source, stop_on_destroy=True)
        await one.refresh()
        await refuse(account, "DELETE", "/v4/sources/*/sync", {"error": {"type": "busy", "message": "not now"}})
        (refused,) = await one.destroy()
        assert refused.summary == f"Could not stop the replication job of source {source}"
        assert one.state is not None


@in_virtual_time
async def test_a_refused_start_says_what_stitch_said_without_the_token() -> None:
    async with account_of_jobs() as account:
        source, one = await add_pipeline(account), job(account)
        body = {"error": {"type": "forbidden", "message": f"{TOKEN} may not start jobs"}}
        await refuse(account, "POST", "/v4/sources/*/sync", body)
        (refused,) = await one.apply(source_id=source)
        assert refused.summary == f"Could not start a replication job of source {source}"
        assert refused.detail == "Stitch refused: (hidden) may not start jobs."


@in_virtual_time
async def test_where_the_answer_of_a_start_is_lost_the_error_says_that_a_job_may_be_running() -> None:
    async with account_of_jobs() as account:
        source, one = await add_pipeline(account), job(account)
        fault = {"kind": "malformed", "method": "POST", "path": "/v4/sources/*/sync"}
        await account.call("POST", "/_simulator/faults", fault)
        (lost,) = await one.apply(source_id=source)
        parts = ("The answer was lost.", "may have been started", "Look for it")
        places = [lost.detail.index(part) for part in parts]
        assert places == sorted(places)
        assert "import" not in lost.detail
        assert one.state is None


@in_virtual_time
async def test_a_job_cannot_be_imported() -> None:
    async with account_of_jobs() as account:
        source, one = await add_pipeline(account), job(account)
        for given in ({"id": source}, {"identity": {"source_id": source, "job_name": None, "client_id": None}}):
            (refused,) = await one.import_state(**given)
            assert refused.summary == "A replication job cannot be imported"
