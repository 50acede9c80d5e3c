from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from campaign.verdict import Command, Evidence, Finding, findings
from engines.contents import Contents, State

SOURCE, SECOND = ("source", "731905"), ("source", "731906")
JOB, SECOND_JOB = ("job", "204417.731905.sync.1"), ("job", "204417.731905.sync.2")


def contents(*account: tuple[str, str], state: tuple[tuple[str, str], ...] | None = None) -> Contents:
    return Contents(frozenset(account), State(frozenset(account if state is None else state)))


def evidence(before: Contents, between: Contents, after: Contents) -> Evidence:
    done = Command("apply", 0, "Apply complete!")
    return Evidence(before=before, between=between, after=after, operation=done, repetition=done, plan=done)


def problems(given: Evidence) -> list[str]:
    return [each.problem for each in findings(given)]


NOTHING = contents()
CREATED = contents(SOURCE)
SURVIVED = evidence(NOTHING, CREATED, CREATED)


def test_an_operation_survives_if_the_account_and_the_state_are_equal() -> None:
    assert findings(SURVIVED) == ()


@pytest.mark.parametrize(
    ("before", "between", "after", "problem"),
    [
        (NOTHING, contents(SOURCE, state=()), contents(SOURCE, state=()), "lost"),
        (NOTHING, contents(SOURCE, state=()), contents(SOURCE, SECOND, state=(SECOND,)), "doubled"),
        (CREATED, CREATED, contents(SOURCE, state=()), "lost"),
        (NOTHING, contents(JOB, SECOND_JOB, state=(JOB,)), contents(JOB, SECOND_JOB, state=(JOB,)), "doubled"),
    ],
)
def test_an_object_that_is_only_in_the_account_is_lost_or_doubled(
    before: Contents, between: Contents, after: Contents, problem: str
) -> None:
    assert problems(evidence(before, between, after)) == [problem]


@pytest.mark.parametrize(
    ("before", "between", "after"),
    [
        (contents(JOB), contents(JOB, SECOND_JOB, state=(SECOND_JOB,)), contents(JOB, SECOND_JOB, state=(SECOND_JOB,))),
        (contents(JOB), contents(JOB, state=()), contents(JOB, state=())),
    ],
)
def test_a_job_stays_in_the_account_when_its_resource_is_replaced_or_destroyed(
    before: Contents, between: Contents, after: Contents
) -> None:
    assert findings(evidence(before, between, after)) == ()


def test_an_object_that_was_not_managed_before_is_not_lost() -> None:
    unmanaged = contents(SOURCE, SECOND, state=(SECOND,))
    assert findings(evidence(unmanaged, unmanaged, unmanaged)) == ()


def test_a_tainted_object_counts_if_it_exists() -> None:
    tainted = State(frozenset({SOURCE}), frozenset({SOURCE}))
    assert problems(replace(SURVIVED, between=Contents(frozenset({SOURCE}), tainted))) == ["tainted"]
    assert problems(replace(SURVIVED, between=Contents(frozenset(), tainted))) == []


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"operation": Command("apply", None, "")}, "hung"),
        ({"repetition": Command("apply", 1, "Error: refused")}, "unfinished"),
        ({"plan": Command("plan", 2, "")}, "unfinished"),
        ({"plan": Command("plan", 1, "")}, "unfinished"),
        ({"operation": Command("apply", 1, "Error: The provider failed")}, "internal error"),
        ({"operation": Command("apply", 1, "Error: Plugin did not respond")}, "internal error"),
        ({"operation": Command("apply", 1, "Error: Provider produced inconsistent final plan")}, "internal error"),
        ({"leaks": ("in the log",)}, "leaked"),
        ({"left": ("process 1",)}, "left behind"),
    ],
)
def test_other_traces_are_problems_too(changes: dict[str, Any], problem: str) -> None:
    assert problems(replace(SURVIVED, **changes)) == [problem]


def test_an_operation_may_fail_if_its_repetition_succeeds() -> None:
    assert findings(replace(SURVIVED, operation=Command("apply", 1, "Error: the service cannot be reached"))) == ()


def test_the_end_of_a_provider_that_was_killed_is_no_internal_error() -> None:
    ended = Command("apply", 1, "Error: Plugin did not respond")
    assert findings(replace(SURVIVED, operation=ended, killed=True)) == ()
    assert findings(replace(SURVIVED, repetition=ended, killed=True)) == (
        Finding("internal error", "apply: Plugin did not respond"),
        Finding("unfinished", "apply failed"),
    )
