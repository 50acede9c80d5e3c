from __future__ import annotations

import pytest

from stitch_provider.connect import ConnectionCheck, PropertySpec, ReportCard, Step
from stitch_provider.stitch.connections.checks import Goal, goal, judge, reached
from stitch_provider.stitch.connections.model import CheckSettings
from stitch_provider.terraform.diagnostics import Severity

LABEL = 'source "Storefront"'
STEPS = ("form", "oauth", "discover_schema", "field_selection", "fully_configured")


def card(step: str, *, steps: tuple[str, ...] = STEPS, lacking: bool = False) -> ReportCard:
    spec = PropertySpec("access_token", is_required=True, provided=not lacking)
    return ReportCard(current_step_type=step, steps=tuple(Step(each, (spec,)) for each in steps))


RUNNING = ConnectionCheck("running", name="2")
GOOD = ConnectionCheck("succeeded", name="2")
BAD = ConnectionCheck("failed", name="2", discovery_error_message="FATAL: no such user")
ODD = ConnectionCheck("postponed", name="2")

CHECK = Goal("source", check=True)
DISCOVERED = Goal("source", step="discover_schema")
COMPLETE = Goal("source", step="fully_configured")
DESTINATION = Goal("destination", check=True)
WEBHOOK = ("form", "fully_configured")


@pytest.mark.parametrize(
    ("wanted", "shown", "check"),
    [
        (CHECK, card("discover_schema"), None),
        (CHECK, card("discover_schema"), RUNNING),
        (CHECK, card("discover_schema"), ODD),
        (DISCOVERED, card("discover_schema"), None),
        (DISCOVERED, card("discover_schema"), GOOD),
        (DISCOVERED, card("field_selection"), RUNNING),
        (COMPLETE, card("discover_schema"), GOOD),
        (COMPLETE, card("a_new_step", steps=("form", "a_new_step", "fully_configured")), GOOD),
        (DESTINATION, card("fully_configured", steps=WEBHOOK), None),
    ],
)
def test_the_wait_goes_on(wanted: Goal, shown: ReportCard, check: ConnectionCheck | None) -> None:
    assert judge(wanted, LABEL, shown, check, 0) is None


@pytest.mark.parametrize(
    ("wanted", "shown", "check"),
    [
        (CHECK, card("field_selection"), GOOD),
        (CHECK, card("fully_configured", steps=WEBHOOK), None),
        (DISCOVERED, card("field_selection"), GOOD),
        (DISCOVERED, card("fully_configured", steps=WEBHOOK), None),
        (COMPLETE, card("fully_configured"), GOOD),
        (DESTINATION, card("fully_configured", steps=WEBHOOK), GOOD),
    ],
)
def test_the_goal_is_reached(wanted: Goal, shown: ReportCard, check: ConnectionCheck | None) -> None:
    assert judge(wanted, LABEL, shown, check, 0) == ()


@pytest.mark.parametrize("wanted", [CHECK, DISCOVERED, COMPLETE])
def test_a_failed_check_ends_every_wait_with_the_reason(wanted: Goal) -> None:
    verdict = judge(wanted, LABEL, card("discover_schema"), BAD, 0)
    assert verdict is not None
    (failed,) = verdict
    assert failed.severity is Severity.ERROR
    assert "FATAL: no such user" in failed.detail


def test_a_failed_check_is_a_warning_where_that_is_wanted() -> None:
    lenient = goal("source", CheckSettings(wait=True, on_failure="warn"))
    verdict = judge(lenient, LABEL, card("discover_schema"), BAD, 0)
    assert verdict is not None
    assert [each.severity for each in verdict] == [Severity.WARNING]


@pytest.mark.parametrize(("step", "words"), [("oauth", "authorize"), ("form", "requires access_token")])
def test_a_step_that_needs_a_person_ends_the_wait(step: str, words: str) -> None:
    verdict = judge(CHECK, LABEL, card(step, lacking=True), None, 0)
    assert verdict is not None
    (blocked,) = verdict
    assert blocked.severity is Severity.WARNING
    assert words in blocked.detail
    assert "app.stitchdata.com" in blocked.detail


@pytest.mark.parametrize("credential", [True, False])
def test_an_own_client_is_only_suggested_if_the_authorization_has_a_credential(*, credential: bool) -> None:
    spec = PropertySpec("scope", is_required=True, is_credential=credential)
    verdict = judge(CHECK, LABEL, ReportCard(current_step_type="oauth", steps=(Step("oauth", (spec,)),)), None, 0)
    assert verdict is not None
    assert ("OAuth client" in verdict[0].detail) == credential


def test_waiting_for_a_selection_that_nobody_can_make_ends() -> None:
    verdict = judge(COMPLETE, LABEL, card("field_selection"), GOOD, 0)
    assert verdict is not None
    (blocked,) = verdict
    assert 'wait_for = "field_selection"' in blocked.detail


def test_the_check_from_before_a_change_does_not_count_at_first() -> None:
    after_change = Goal("source", check=True, stale="2")
    assert judge(after_change, LABEL, card("discover_schema"), BAD, 0) is None
    assert judge(after_change, LABEL, card("fully_configured"), GOOD, 0) is None
    assert judge(after_change, LABEL, card("fully_configured"), GOOD, 60) == ()


def test_a_destination_that_stitch_shows_no_check_of_is_not_waited_for_forever() -> None:
    verdict = judge(DESTINATION, "destination", card("fully_configured", steps=WEBHOOK), None, 600)
    assert verdict is not None
    assert [each.severity for each in verdict] == [Severity.WARNING]


@pytest.mark.parametrize(
    ("wanted", "step", "is_reached"),
    [
        ("discover_schema", "discover_schema", False),
        ("discover_schema", "field_selection", True),
        ("field_selection", "discover_schema", False),
        ("field_selection", "field_selection", True),
        ("fully_configured", "field_selection", False),
        ("fully_configured", "fully_configured", True),
        ("discover_schema", "a_new_step", False),
    ],
)
def test_steps_come_in_order(wanted: str, step: str, is_reached: bool) -> None:
    assert reached(wanted, card(step)) is is_reached
    assert reached(wanted, ReportCard(current_step_type=step)) is is_reached
