"""`stitch_start_replication` and `stitch_stop_replication` with the engine's verbs against a simulated account."""

from __future__ import annotations

import asyncio
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest

from connect.virtual_time import in_virtual_time, now
from stitch.jobs.pipelines import (
    INCREMENTAL_WITHOUT_KEY,
    account_of_jobs,
    add_pipeline,
    ending,
    refuse,
    show_later_job,
    start,
)
from stitch.workspace import TOKEN
from stitch_provider.terraform.diagnostics import Severity
from stitch_provider.terraform.engine import invoke_action, plan_action
from stitch_provider.terraform.schema.consistency import inconsistencies
from stitch_provider.terraform.values.value import UNKNOWN

if TYPE_CHECKING:
    from stitch.workspace import SimulatedAccount
    from stitch_provider.terraform.diagnostics import Diagnostic

START = "stitch_start_replication"
STOP = "stitch_stop_replication"


def config_of(account: SimulatedAccount, action: str, config: dict[str, Any]) -> dict[str, Any]:
    return dict.fromkeys(account.session.provider.actions[action].schema.attributes) | config


async def planned(account: SimulatedAccount, action: str, **config: Any) -> tuple[Diagnostic, ...]:
    request = plan_action.Request(type_name=action, config=config_of(account, action, config))
    return (await plan_action.plan_action(account.session, request)).diagnostics


async def invoked(
    account: SimulatedAccount, action: str, **config: Any
) -> tuple[list[tuple[float, str]], tuple[Diagnostic, ...]]:
    """What was reported, with the seconds since the start, and the diagnostics of the end."""
    began = now()
    reports: list[tuple[float, str]] = []
    request = invoke_action.Request(type_name=action, config=config_of(account, action, config))
    async for event in invoke_action.invoke_action(account.session, request):
        if isinstance(event, invoke_action.Completed):
            return reports, event.diagnostics
        reports.append((now() - began, event.message))
    raise AssertionError("the action did not end")


MALFORMED = [
    (START, "source_id", "abc"),
    (STOP, "source_id", "-7"),
    (START, "timeout", "soon"),
    (START, "timeout", "-5s"),
    (START, "on_already_running", "wait"),
]


@pytest.mark.parametrize(("action", "attribute", "value"), MALFORMED)
def test_values_that_become_known_later_are_validated_at_plan_and_before_the_invocation(
    action: str, attribute: str, value: str
) -> None:
    @in_virtual_time
    async def check() -> None:
        async with account_of_jobs() as account:
            config = {"source_id": await add_pipeline(account), attribute: value}
            reports, refused = await invoked(account, action, **config)
            assert reports == []
            assert await planned(account, action, **config) == refused
            assert [(each.severity, str(each.path)) for each in refused] == [(Severity.ERROR, attribute)]
            assert await account.calls() == []

    check()


@in_virtual_time
async def test_the_schemas_are_consistent() -> None:
    async with account_of_jobs() as account:
        for action in account.session.provider.actions.values():
            assert list(inconsistencies(action.schema)) == []


@in_virtual_time
async def test_starting_reports_the_name_of_the_job() -> None:
    async with account_of_jobs() as account:
        source = await add_pipeline(account)
        assert await planned(account, START, source_id=source) == ()
        ((_, message),), diagnostics = await invoked(account, START, source_id=source)
        assert f"204417.{source}.sync." in message
        assert diagnostics == ()


@in_virtual_time
async def test_waiting_reports_that_the_job_is_running_and_how_it_ended() -> None:
    async with account_of_jobs() as account:
        source = await add_pipeline(account)
        ending(account, source, after=60)
        reports, diagnostics = await invoked(account, START, source_id=source, wait=True)
        moments = [moment for moment, _ in reports]
        assert diagnostics == ()
        assert len(reports) > 4
        assert all(later - earlier <= 31 for earlier, later in pairwise(moments))
        assert all("is running" in message for _, message in reports[1:-1])
        assert reports[-1][1].endswith("has ended: succeeded.")


@in_virtual_time
async def test_a_failed_extraction_fails_the_action() -> None:
    async with account_of_jobs() as account:
        source = await add_pipeline(account, **INCREMENTAL_WITHOUT_KEY)
        ending(account, source, after=6)
        reports, (failed,) = await invoked(account, START, source_id=source, wait=True)
        assert reports[-1][1].endswith("has ended: failed.")
        assert "phase tap" in failed.detail


@in_virtual_time
async def test_a_job_that_is_running_already_is_a_warning_or_an_error() -> None:
    async with account_of_jobs() as account:
        source = await add_pipeline(account)
        await start(account, source)
        _, (warned,) = await invoked(account, START, source_id=source)
        assert warned.severity is Severity.WARNING
        _, (refused,) = await invoked(account, START, source_id=source, on_already_running="error")
        assert refused.severity is Severity.ERROR


@in_virtual_time
async def test_where_a_later_job_ran_the_action_warns() -> None:
    async with account_of_jobs() as account:
        source = await add_pipeline(account)
        await show_later_job(account, source)
        _, (warned,) = await invoked(account, START, source_id=source, wait=True)
        assert (warned.severity, warned.summary) == (Severity.WARNING, "A later job ran")


@in_virtual_time
async def test_waiting_ends_with_the_timeout() -> None:
    async with account_of_jobs() as account:
        source = await add_pipeline(account)
        began = now()
        _, (late,) = await invoked(account, START, source_id=source, wait=True, timeout="45s")
        assert now() - began < 46
        assert late.summary == f"Could not wait for the replication job of source {source}"
        assert late.detail.endswith("The job continues in Stitch. Increase the time limit in the attribute timeout.")


@in_virtual_time
async def test_stopping_ends_the_job_and_succeeds_where_none_is_running() -> None:
    async with account_of_jobs() as account:
        source = await add_pipeline(account)
        await start(account, source)
        waiting = asyncio.ensure_future(invoked(account, START, source_id=source, wait=True))
        await asyncio.sleep(2)
        for _ in range(2):
            ((_, message),), diagnostics = await invoked(account, STOP, source_id=source)
            assert source in message
            assert diagnostics == ()
        reports, (_, stopped) = await waiting
        assert reports[-1][1].endswith("has ended: terminated.")
        assert stopped.summary == "The extraction was stopped"


@in_virtual_time
async def test_a_refused_stop_says_what_stitch_said_without_the_token() -> None:
    async with account_of_jobs() as account:
        source = await add_pipeline(account)
        body = {"error": {"type": "forbidden", "message": f"{TOKEN} may not stop jobs"}}
        await refuse(account, "DELETE", "/v4/sources/*/sync", body)
        _, (refused,) = await invoked(account, STOP, source_id=source)
        assert refused.summary == f"Could not stop the replication job of source {source}"
        assert refused.detail == "Stitch refused: (hidden) may not stop jobs."
        assert str(refused.path) == "source_id"


@in_virtual_time
async def test_a_source_that_does_not_exist_is_a_warning_of_the_plan_and_an_error_of_the_invocation() -> None:
    async with account_of_jobs() as account:
        for action in (START, STOP):
            (warned,) = await planned(account, action, source_id="7")
            assert (warned.severity, warned.summary) == (Severity.WARNING, "No such source")
            _, (refused,) = await invoked(account, action, source_id="7")
            assert (refused.severity, refused.summary) == (Severity.ERROR, "No such source")
            assert str(warned.path) == str(refused.path) == "source_id"
            assert await planned(account, action, source_id=UNKNOWN) == ()
