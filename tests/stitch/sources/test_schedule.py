from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stitch_provider.stitch.sources.schedule import OneForm, Schedule, changes, check, compare, from_api, to_api
from stitch_provider.stitch.sources.schedule_checks import MINUTES, AnchorTime, Cron, Frequency
from stitch_provider.terraform.diagnostics import Severity
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
    stored = to_api(schedule)
    assert from_api(stored) == schedule
    assert compare(schedule, stored) == schedule


def merged(stored: dict[str, str], sent: dict[str, str | None]) -> dict[str, str]:
    """The properties after the service merged what was sent. The frequency is never null (A9)."""
    assert sent.get("frequency_in_minutes", "") is not None
    return {name: value for name, value in (stored | sent).items() if value is not None}


@given(schedules, st.lists(schedules, min_size=1, max_size=4))
def test_changes_turn_one_schedule_into_the_other(first: Schedule, others: list[Schedule]) -> None:
    stored = {"frequency_in_minutes": "60"} | to_api(first)
    for before, after in pairwise([first, *others]):
        stored = merged(stored, changes(after, before, stored))
        assert compare(after, stored) == after
        assert from_api(stored) == after


@pytest.mark.parametrize(
    ("planned", "prior", "shown", "sent"),
    [
        pytest.param(
            Schedule(cron=CRON),
            Schedule(frequency_minutes=60),
            {"frequency_in_minutes": "60", "anchor_time": ANCHOR},
            {"cron_expression": CRON},
            id="from frequency to cron",
        ),
        pytest.param(
            Schedule(frequency_minutes=60),
            Schedule(cron=CRON),
            {"cron_expression": CRON, "frequency_in_minutes": "60", "anchor_time": ANCHOR},
            {"frequency_in_minutes": "60", "cron_expression": None, "anchor_time": None},
            id="from cron to frequency, with an old anchor",
        ),
        pytest.param(
            Schedule(frequency_minutes=60),
            Schedule(cron=CRON),
            {"cron_expression": CRON, "frequency_in_minutes": "30"},
            {"frequency_in_minutes": "60", "cron_expression": None},
            id="from cron to frequency, without an anchor",
        ),
        pytest.param(
            Schedule(frequency_minutes=60, anchor_time=ANCHOR),
            Schedule(cron=CRON),
            {"cron_expression": CRON, "anchor_time": "2020-01-01T00:00:00Z"},
            {"frequency_in_minutes": "60", "cron_expression": None, "anchor_time": ANCHOR},
            id="from cron to frequency, with another anchor",
        ),
        pytest.param(
            Schedule(frequency_minutes=30),
            None,
            {"cron_expression": CRON},
            {"frequency_in_minutes": "30", "cron_expression": None},
            id="from a schedule that the state does not have",
        ),
        pytest.param(
            Schedule(frequency_minutes=60),
            Schedule(cron=CRON),
            {},
            {"frequency_in_minutes": "60", "cron_expression": None},
            id="from cron that only the state has",
        ),
        pytest.param(
            Schedule(frequency_minutes=45, anchor_time=ANCHOR),
            Schedule(frequency_minutes=45),
            {"frequency_in_minutes": "45"},
            {"anchor_time": ANCHOR},
            id="an old frequency gets an anchor",
        ),
        pytest.param(
            Schedule(frequency_minutes=60),
            Schedule(frequency_minutes=60, anchor_time=ANCHOR),
            {"frequency_in_minutes": "60", "anchor_time": ANCHOR},
            {"anchor_time": None},
            id="an anchor is removed",
        ),
        pytest.param(
            Schedule(frequency_minutes=360),
            Schedule(frequency_minutes=60),
            {"frequency_in_minutes": "60", "anchor_time": ANCHOR},
            {"frequency_in_minutes": "360"},
            id="an anchor that is not declared stays",
        ),
    ],
)
def test_a_change_sends_only_what_it_needs(
    planned: Schedule, prior: Schedule | None, shown: dict[str, str], sent: dict[str, str | None]
) -> None:
    assert changes(planned, prior, shown) == sent


@pytest.mark.parametrize(
    ("properties", "found"),
    [
        ({"frequency_in_minutes": "45"}, Schedule(frequency_minutes=45)),
        (
            {"frequency_in_minutes": "60", "anchor_time": "2018-05-14T09:30:00+02:00"},
            Schedule(frequency_minutes=60, anchor_time="2018-05-14T09:30:00+02:00"),
        ),
        (
            {"frequency_in_minutes": "60", "anchor_time": "", "cron_expression": ""},
            Schedule(frequency_minutes=60),
        ),
        ({"cron_expression": "30 0 12 ? * MONDAY-FRIDAY"}, Schedule(cron="30 0 12 ? * MONDAY-FRIDAY")),
        ({"frequency_in_minutes": ""}, None),
        ({"frequency_in_minutes": "0"}, None),
        ({"frequency_in_minutes": "hourly"}, None),
        ({"frequency_in_minutes": "\N{SUPERSCRIPT TWO}"}, None),
        ({"frequency_in_minutes": "9" * 5000}, None),
        ({}, None),
    ],
)
def test_the_schedules_of_old_sources_are_read(properties: dict[str, str], found: Schedule | None) -> None:
    assert from_api(properties) == found
    assert compare(None, properties) == found


OLD_FREQUENCY = Schedule(frequency_minutes=45)
OLD_ANCHOR = Schedule(frequency_minutes=60, anchor_time="2018-05-14T09:30:00+02:00")
MISREAD_CRON = Schedule(cron="0 0 12 ? * MONDAY-FRIDAY")


@pytest.mark.parametrize(
    ("planned", "prior", "paths"),
    [
        (OLD_FREQUENCY, None, ["schedule.frequency_minutes"]),
        (OLD_FREQUENCY, Schedule(frequency_minutes=60), ["schedule.frequency_minutes"]),
        (OLD_FREQUENCY, Schedule(cron=CRON), ["schedule.frequency_minutes"]),
        (OLD_FREQUENCY, OLD_FREQUENCY, []),
        (Schedule(frequency_minutes=45, anchor_time=ANCHOR), OLD_FREQUENCY, []),
        (Schedule(frequency_minutes=UNKNOWN), OLD_FREQUENCY, []),
        (OLD_ANCHOR, None, ["schedule.anchor_time"]),
        (OLD_ANCHOR, Schedule(frequency_minutes=60), ["schedule.anchor_time"]),
        (OLD_ANCHOR, OLD_ANCHOR, []),
        (Schedule(frequency_minutes=360, anchor_time=OLD_ANCHOR.anchor_time), OLD_ANCHOR, []),
        (MISREAD_CRON, None, ["schedule.cron"]),
        (MISREAD_CRON, MISREAD_CRON, []),
        (Schedule(cron="30 0 12 ? * MON"), None, []),
    ],
)
def test_a_source_can_keep_an_old_value_but_not_get_one(
    planned: Schedule, prior: Schedule | None, paths: list[str]
) -> None:
    found = list(check(planned, prior, PATH))
    assert [str(each.path) for each in found] == paths
    assert all(each.severity is Severity.ERROR for each in found)


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


def test_another_frequency_than_stitch_offers_is_a_warning() -> None:
    assert all(not list(Frequency().validate(minutes, PATH)) for minutes in MINUTES)
    (warned,) = Frequency().validate(45, PATH)
    assert warned.severity is Severity.WARNING
    assert "30, 60" in warned.detail
    assert "can keep it" in warned.detail


@pytest.mark.parametrize("minutes", [0, -60, Decimal("45.5")])
def test_what_is_no_number_of_minutes_is_refused(minutes: int | Decimal) -> None:
    (refused,) = Frequency().validate(minutes, PATH)
    assert refused.severity is Severity.ERROR


@pytest.mark.parametrize("text", [ANCHOR, "2024-05-14T09:30:00.000Z", "2024-05-14T09:30:00+00:00"])
def test_an_anchor_is_a_time_in_utc(text: str) -> None:
    assert not list(AnchorTime().validate(text, PATH))


@pytest.mark.parametrize(
    "text",
    [
        "2024-05-14",
        "2024-05-14T09:30:00",
        "2024-05-14T09:30:00+02:00",
        "20240514T093000Z",
        "2024-05-14 09:30:00Z",
        "2024-05-14T09:30Z",
        "2024-W20-2T09:30:00Z",
        "2024-05-14T09:30:00+0000",
    ],
)
def test_an_anchor_in_another_form_or_not_in_utc_is_a_warning_and_cannot_be_planned(text: str) -> None:
    (warned,) = AnchorTime().validate(text, PATH)
    assert (warned.severity, warned.path) == (Severity.WARNING, PATH)
    (refused,) = check(Schedule(frequency_minutes=60, anchor_time=text), None, PATH)
    assert (refused.severity, str(refused.path)) == (Severity.ERROR, "schedule.anchor_time")


def test_an_anchor_that_is_no_time_is_refused() -> None:
    (refused,) = AnchorTime().validate("noon", PATH)
    assert (refused.severity, refused.path) == (Severity.ERROR, PATH)


def test_a_malformed_cron_expression_is_refused_with_the_field() -> None:
    assert not list(Cron().validate(CRON, PATH))
    (refused,) = Cron().validate("0 0 12 ? * THR", PATH)
    assert '"THU"' in refused.detail
    assert refused.severity is Severity.ERROR


@pytest.mark.parametrize("text", ["0 0 12 ? * TUE-THUR", "0 0 12 ? * MONDAY", "0 0 12 1 JANUARY ?"])
def test_the_longer_names_that_quartz_reads_are_accepted(text: str) -> None:
    assert not list(Cron().validate(text, PATH))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("30 0 12 ? * MON", "seconds"),
        ("* 0 12 ? * MON", "seconds"),
        ("0 0 12 ? * MONDAY-FRIDAY", '"MON"'),
        ("0 0 12 ? * MON-FRI/2", '"2-6/2"'),
    ],
)
def test_what_quartz_accepts_and_stitch_does_not_document_is_a_warning(text: str, words: str) -> None:
    (warned,) = Cron().validate(text, PATH)
    assert (warned.severity, warned.path) == (Severity.WARNING, PATH)
    assert words in warned.detail
