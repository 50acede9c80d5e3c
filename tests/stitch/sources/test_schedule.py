from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stitch_provider.stitch.sources.schedule import (
    MINUTES,
    AnchorTime,
    Cron,
    Frequency,
    OneForm,
    Schedule,
    changes,
    compare,
    from_api,
    to_api,
)
from stitch_provider.terraform.values.path import Path
from stitch_provider.terraform.values.value import UNKNOWN

CRON = "0 0 12 ? * MON-FRI"
ANCHOR = "2024-05-14T09:30:00Z"
PATH = Path.of("schedule")

schedules = st.builds(
    Schedule, frequency_minutes=st.sampled_from(MINUTES), anchor_time=st.sampled_from([None, ANCHOR])
) | st.builds(Schedule, cron=st.just(CRON))


def as_value(schedule: Schedule) -> dict[str, Any]:
    return {
        "frequency_minutes": schedule.frequency_minutes,
        "anchor_time": schedule.anchor_time,
        "cron": schedule.cron,
    }


@given(schedules)
def test_what_is_sent_reads_back_as_it_was(schedule: Schedule) -> None:
    stored = {name: value for name, value in to_api(schedule).items() if value is not None}
    assert from_api(stored) == schedule
    assert compare(schedule, stored) == schedule


@given(schedules, schedules)
def test_a_change_turns_one_schedule_into_the_other(before: Schedule, after: Schedule) -> None:
    stored: dict[str, str | None] = to_api(before)
    shown = {name: value for name, value in stored.items() if value is not None}
    stored |= changes(after, before, shown)
    assert compare(after, {name: value for name, value in stored.items() if value is not None}) == after


def test_switching_to_cron_unsets_frequency_and_anchor() -> None:
    shown = {"frequency_in_minutes": "60", "anchor_time": ANCHOR}
    assert changes(Schedule(cron=CRON), Schedule(frequency_minutes=60), shown) == {
        "cron_expression": CRON,
        "frequency_in_minutes": None,
        "anchor_time": None,
    }


def test_a_schedule_that_was_not_managed_is_switched_all_the_same() -> None:
    assert changes(Schedule(frequency_minutes=30), None, {"cron_expression": CRON}) == {
        "frequency_in_minutes": "30",
        "cron_expression": None,
    }


def test_a_frequency_that_stitch_fills_in_beside_cron_is_no_drift() -> None:
    assert compare(Schedule(cron=CRON), {"cron_expression": CRON, "frequency_in_minutes": "60"}) == Schedule(cron=CRON)


def test_an_anchor_that_stitch_fills_in_is_no_drift() -> None:
    declared = Schedule(frequency_minutes=60)
    assert compare(declared, {"frequency_in_minutes": "60", "anchor_time": ANCHOR}) == declared


@pytest.mark.parametrize(
    ("declared", "shown"),
    [
        (Schedule(cron=CRON), {"cron_expression": f"{CRON} *"}),
        (
            Schedule(frequency_minutes=60, anchor_time=ANCHOR),
            {"frequency_in_minutes": "60", "anchor_time": "2024-05-14T09:30:00.000Z"},
        ),
    ],
)
def test_another_spelling_of_the_same_is_no_drift(declared: Schedule, shown: dict[str, str]) -> None:
    assert compare(declared, shown) == declared


@pytest.mark.parametrize(
    ("declared", "shown", "found"),
    [
        (Schedule(cron=CRON), {"frequency_in_minutes": "60"}, Schedule(frequency_minutes=60)),
        (Schedule(frequency_minutes=60), {"cron_expression": CRON}, Schedule(cron=CRON)),
        (Schedule(frequency_minutes=60), {"frequency_in_minutes": "30"}, Schedule(frequency_minutes=30)),
        (Schedule(frequency_minutes=60), {}, None),
        (
            Schedule(frequency_minutes=60, anchor_time=ANCHOR),
            {"frequency_in_minutes": "60"},
            Schedule(frequency_minutes=60),
        ),
    ],
)
def test_drift_shows_what_stitch_has(declared: Schedule, shown: dict[str, str], found: Schedule | None) -> None:
    assert compare(declared, shown) == found


@pytest.mark.parametrize(
    ("schedule", "paths"),
    [
        (Schedule(frequency_minutes=60), []),
        (Schedule(frequency_minutes=60, anchor_time=ANCHOR), []),
        (Schedule(cron=CRON), []),
        (Schedule(cron=UNKNOWN), []),
        (Schedule(), ["schedule"]),
        (Schedule(anchor_time=ANCHOR), ["schedule"]),
        (Schedule(frequency_minutes=60, cron=CRON), ["schedule.cron"]),
        (Schedule(frequency_minutes=60, cron=UNKNOWN), []),
        (Schedule(cron=CRON, anchor_time=ANCHOR), ["schedule.anchor_time"]),
    ],
)
def test_a_schedule_has_exactly_one_form(schedule: Schedule, paths: list[str]) -> None:
    assert [str(each.path) for each in OneForm().validate(as_value(schedule), PATH)] == paths


def test_a_frequency_is_one_that_stitch_offers() -> None:
    assert all(not list(Frequency().validate(minutes, PATH)) for minutes in MINUTES)
    (refused,) = Frequency().validate(45, PATH)
    assert "30, 60" in refused.detail


@pytest.mark.parametrize("text", [ANCHOR, "2024-05-14T09:30:00.000Z", "2024-05-14T09:30:00+00:00"])
def test_an_anchor_is_a_time_in_utc(text: str) -> None:
    assert not list(AnchorTime().validate(text, PATH))


@pytest.mark.parametrize("text", ["noon", "2024-05-14", "2024-05-14T09:30:00", "2024-05-14T09:30:00+02:00"])
def test_another_time_is_refused_as_anchor(text: str) -> None:
    assert [each.path for each in AnchorTime().validate(text, PATH)] == [PATH]


def test_a_malformed_cron_expression_is_refused_with_the_field() -> None:
    assert not list(Cron().validate(CRON, PATH))
    (refused,) = Cron().validate("0 0 12 ? * THR", PATH)
    assert '"THU"' in refused.detail
