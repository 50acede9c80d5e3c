from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stitch_provider.stitch.quartz.expression import (
    DAYS,
    MONTHS,
    DaysOfMonth,
    DaysOfWeek,
    Expression,
    QuartzError,
    parse,
)

EVERY_MONTH = frozenset(range(1, 13))
WORKDAYS = DaysOfWeek(days=frozenset({2, 3, 4, 5, 6}))


def test_an_expression_has_the_numbers_that_each_field_allows() -> None:
    assert parse("0 0 12 ? * MON-FRI") == Expression(
        seconds=frozenset({0}),
        minutes=frozenset({0}),
        hours=frozenset({12}),
        days_of_month=None,
        months=EVERY_MONTH,
        days_of_week=WORKDAYS,
        years=None,
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("0 0 12 ? * MON-FRI", "0 0 12 ? * MON-FRI *"),
        ("0 0 12 ? * MON-FRI", "  0  0 12 ? *  mon-fri "),
        ("0 0 12 ? * MON-FRI", "0 0 12 ? * 2-6"),
        ("0 0 12 ? * 1", "0 0 12 ? * SUN"),
        ("0 0/30 * * * ?", "0 0,30 * * * ?"),
        ("0 */30 * * * ?", "0 0,30 * * * ?"),
        ("0 0 22-1 * * ?", "0 0 22,23,0,1 * * ?"),
        ("0 0 0 ? * FRI-MON", "0 0 0 ? * FRI,SAT,SUN,MON"),
        ("0 0 0 1 JAN-MAR ?", "0 0 0 1 1,2,3 ?"),
        ("0 0 0 ? * L", "0 0 0 ? * SAT"),
        ("0 10-30/10 0 * * ?", "0 10,20,30 0 * * ?"),
        ("00 0 12 ? * MON", "0 0 12 ? * MON"),
        ("0\t0 12 ? * MON\n", "0 0 12 ? * MON"),
        ("0 0 12 ? * MONDAY", "0 0 12 ? * MON"),
        ("0 0 12 ? * TUE-THUR", "0 0 12 ? * TUE-THU"),
        ("0 0 12 1 JANUARY,SEPT ?", "0 0 12 1 1,9 ?"),
        ("0 1,,2, 12 ? * MON", "0 1,2 12 ? * MON"),
        ("0 0-30/60 12 ? * MON", "0 0 12 ? * MON"),
        ("0 50-10/7 12 ? * MON", "0 50,57,4 12 ? * MON"),
        ("0/20 0 12 ? * MON", "0,20,40 0 12 ? * MON"),
        ("0 0 12 ? * MON#03", "0 0 12 ? * MON#3"),
        ("0 0 12 ? * 06L", "0 0 12 ? * 6L"),
    ],
)
def test_spellings_of_the_same_schedule_are_equal(one: str, other: str) -> None:
    assert parse(one) == parse(other)


@pytest.mark.parametrize(
    ("field", "meaning"),
    [
        ("L", DaysOfMonth(last=frozenset({0}))),
        ("L-3", DaysOfMonth(last=frozenset({3}))),
        ("1,L,L-3", DaysOfMonth(days=frozenset({1}), last=frozenset({0, 3}))),
        ("LW", DaysOfMonth(last=frozenset({0}), nearest_weekday=True)),
        ("L-3W", DaysOfMonth(last=frozenset({3}), nearest_weekday=True)),
        ("15W", DaysOfMonth(days=frozenset({15}), nearest_weekday=True)),
        ("1,15", DaysOfMonth(days=frozenset({1, 15}))),
    ],
)
def test_days_of_the_month(field: str, meaning: DaysOfMonth) -> None:
    assert parse(f"0 0 0 {field} * ?").days_of_month == meaning


@pytest.mark.parametrize(
    ("field", "meaning"),
    [
        ("6L", DaysOfWeek(last=frozenset({6}))),
        ("FRIL", DaysOfWeek(last=frozenset({6}))),
        ("FRI#3", DaysOfWeek(nth=frozenset({(6, 3)}))),
        ("*", DaysOfWeek(days=frozenset(range(1, 8)))),
    ],
)
def test_days_of_the_week(field: str, meaning: DaysOfWeek) -> None:
    assert parse(f"0 0 0 ? * {field}").days_of_week == meaning


def test_the_year_is_optional() -> None:
    assert parse("0 0 0 1 1 ? 2030-2032").years == frozenset({2030, 2031, 2032})


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", ("six fields", "has 0")),
        ("0 12 * * MON", ("five", 'add "0" for the seconds at the beginning', '"?"')),
        ("0 0 12 ? * MON * *", ("has 8",)),
        ("0 0 12 * * MON", ("day of month", "day of week", '"?"')),
        ("0 0 12 ? * ?", ("only one",)),
        ("0 0 12 ? * THR", ("day of week", '"THU"')),
        ("0 0 12 ? * MO", ("day of week", '"MON"')),
        ("0 0 12 1 JUIN ?", ("month", '"JUN"')),
        ("0 0 12 ? * MONDAY-FRIDAY", ("day of week", 'write "MON"', '"MONDAY"')),
        ("0 0 12 ? * MONDAY#2", ("day of week", 'write "MON"', '"MONDAY"')),
        ("0 0 12 ? * FRIDAYL", ("day of week", 'write "FRI"', '"FRIDAY"')),
        ("0 0 12 ? * SUNLDAY", ("day of week", 'write "SUN"', '"SUNLDAY"')),
        ("0 0 12 ? * 2-6L", ("day of week", "not valid", '"2-6"')),
        ("0 0 12 ? * MON-FRI/2", ("day of week", 'write "2-6/2"', "steps")),
        ("0 0 12 ? * MONDAY/2", ("day of week", 'write "2/2"', "steps")),
        ("0 0 12 1 JAN-OCTOBER/3 ?", ("month", 'write "1-10/3"', "steps")),
        ("0 0 12 ? * MON-6", ("day of week", "two names", '"MON-6"')),
        ("0 0 12 1 1-MAR ?", ("month", "two numbers", '"1-MAR"')),
        ("0 0 12 ? * MON,FRIL", ("day of week", '"L" in a list')),
        ("0 0 12 ? * MON#1,TUE", ("day of week", '"#" in a list')),
        ("60 0 12 ? * MON", ("seconds", "0 to 59")),
        ("? 0 12 ? * MON", ("seconds", '"?"')),
        ("0 60 12 ? * MON", ("minutes", "0 to 59")),
        ("0 0 24 ? * MON", ("hours", "0 to 23")),
        ("0 0 0 32 * ?", ("day of month", "1 to 31")),
        ("0 0 0 0 * ?", ("day of month", "1 to 31")),
        ("0 0 0 1 13 ?", ("month", "1 to 12")),
        ("0 0 0 ? * 8", ("day of week", "1 to 7")),
        ("0 0 0 ? * MON#6", ("day of week", "1 to 5")),
        ("0 0 0 ? * MON#", ("day of week", "1 to 5")),
        ("0 0 0 ? * MON#1,TUE#1", ("day of week", "list")),
        ("0 0 0 1,LW * ?", ("day of month", "list", '"W"')),
        ("0 0 0 15W,20 * ?", ("day of month", "list", '"W"')),
        ("0 0 0 1-15W * ?", ("day of month", "single day", '"W"')),
        ("0 0 0 L-X * ?", ("day of month", "not valid")),
        ("0 0 0 ? * MON#²", ("day of week", "1 to 5")),
        ("0 0 0 L-31 * ?", ("day of month", "30")),
        ("0 0 0 WL * ?", ("day of month", "not valid", '"WL"')),
        ("0 0 0 32W * ?", ("day of month", "1 to 31")),
        ("0 0 0 1 * ? 2032-2030", ("year", "lesser to the greater")),
        ("0 0 0 1 * ? 1969", ("year", "1970 to 2199")),
        ("0 ? 0 1 * ?", ("minutes", '"?"')),
        ("0 0/0 0 1 * ?", ("minutes", "steps")),
        ("0 0/x 0 1 * ?", ("minutes", "steps")),
        ("0 5-9/0 0 1 * ?", ("minutes", "steps")),
        ("0 */60 0 1 * ?", ("minutes", "steps of 1 to 59")),
        ("0 0 0 1 * ? " + "9" * 5000, ("year", "not valid")),
        ("0 0\n0 0 1 * ?", ("minutes", "not valid")),
        ("0 1- 0 1 * ?", ("minutes", "not valid")),
        ("0 , 0 1 * ?", ("minutes", "not valid")),
        ("0 0 0 1#2 * ?", ("day of month", "not valid")),
    ],
)
def test_the_error_names_the_field_that_is_wrong_and_says_what_it_takes(text: str, words: tuple[str, ...]) -> None:
    with pytest.raises(QuartzError) as refused:
        parse(text)
    assert all(word in str(refused.value) for word in words), str(refused.value)


@given(
    minutes=st.sets(st.integers(0, 59), min_size=1),
    hours=st.sets(st.integers(0, 23), min_size=1),
    months=st.sets(st.sampled_from(MONTHS), min_size=1),
    days=st.sets(st.sampled_from(DAYS), min_size=1),
)
def test_a_list_allows_its_elements(minutes: set[int], hours: set[int], months: set[str], days: set[str]) -> None:
    parsed = parse(f"0 {','.join(map(str, minutes))} {','.join(map(str, hours))} ? {','.join(months)} {','.join(days)}")
    assert parsed.minutes == minutes
    assert parsed.hours == hours
    assert parsed.months == {MONTHS.index(name) + 1 for name in months}
    assert parsed.days_of_week == DaysOfWeek(days=frozenset(DAYS.index(name) + 1 for name in days))


@given(st.text("0123456789*?/-,LW#MONFRISUJAN ", max_size=30) | st.text(max_size=30))
def test_any_text_is_either_an_expression_or_an_error(text: str) -> None:
    with contextlib.suppress(QuartzError):
        parsed = parse(text)
        assert parsed.minutes
        assert (parsed.days_of_month is None) != (parsed.days_of_week is None)
