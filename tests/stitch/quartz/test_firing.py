"""Firing, held to the examples of the Quartz documentation and to an oracle that tries every minute."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import islice, takewhile

import pytest
from hypothesis import example, given, settings

from stitch_provider.stitch.quartz.expression import DAYS, MONTHS, parse
from stitch_provider.stitch.quartz.firing import firings
from strategies.quartz import at_time, expressions, moments

NEW_YEAR = datetime(2024, 1, 1, tzinfo=UTC)  # a Monday, in a leap year


def times(text: str, after: datetime = NEW_YEAR, count: int = 3) -> list[str]:
    return [f"{moment:%Y-%m-%d %H:%M}" for moment in islice(firings(parse(text), after), count)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # the tutorial's table of examples, in its order
        ("0 0 12 * * ?", ["2024-01-01 12:00", "2024-01-02 12:00", "2024-01-03 12:00"]),
        ("0 15 10 ? * *", ["2024-01-01 10:15", "2024-01-02 10:15", "2024-01-03 10:15"]),
        ("0 15 10 * * ?", ["2024-01-01 10:15", "2024-01-02 10:15", "2024-01-03 10:15"]),
        ("0 15 10 * * ? *", ["2024-01-01 10:15", "2024-01-02 10:15", "2024-01-03 10:15"]),
        ("0 15 10 * * ? 2025", ["2025-01-01 10:15", "2025-01-02 10:15", "2025-01-03 10:15"]),
        ("0 * 14 * * ?", ["2024-01-01 14:00", "2024-01-01 14:01", "2024-01-01 14:02"]),
        ("0 0/5 14 * * ?", ["2024-01-01 14:00", "2024-01-01 14:05", "2024-01-01 14:10"]),
        ("0 0/30 14,18 * * ?", ["2024-01-01 14:00", "2024-01-01 14:30", "2024-01-01 18:00"]),
        ("0 0-5 14 * * ?", ["2024-01-01 14:00", "2024-01-01 14:01", "2024-01-01 14:02"]),
        ("0 10,44 14 ? 3 WED", ["2024-03-06 14:10", "2024-03-06 14:44", "2024-03-13 14:10"]),
        ("0 15 10 ? * MON-FRI", ["2024-01-01 10:15", "2024-01-02 10:15", "2024-01-03 10:15"]),
        ("0 15 10 15 * ?", ["2024-01-15 10:15", "2024-02-15 10:15", "2024-03-15 10:15"]),
        ("0 15 10 L * ?", ["2024-01-31 10:15", "2024-02-29 10:15", "2024-03-31 10:15"]),
        ("0 15 10 L-2 * ?", ["2024-01-29 10:15", "2024-02-27 10:15", "2024-03-29 10:15"]),
        ("0 15 10 ? * 6L", ["2024-01-26 10:15", "2024-02-23 10:15", "2024-03-29 10:15"]),
        ("0 15 10 ? * 6L 2026-2029", ["2026-01-30 10:15", "2026-02-27 10:15", "2026-03-27 10:15"]),
        ("0 15 10 ? * 6#3", ["2024-01-19 10:15", "2024-02-16 10:15", "2024-03-15 10:15"]),
        ("0 0 12 1/5 * ?", ["2024-01-01 12:00", "2024-01-06 12:00", "2024-01-11 12:00"]),
        ("0 11 11 11 11 ?", ["2024-11-11 11:11", "2025-11-11 11:11", "2026-11-11 11:11"]),
        # what its prose says of each special character
        ("0 0 0 ? * MON,WED,FRI", ["2024-01-03 00:00", "2024-01-05 00:00", "2024-01-08 00:00"]),
        ("0 0 10-12 * * ?", ["2024-01-01 10:00", "2024-01-01 11:00", "2024-01-01 12:00"]),
        ("0 5/15 * * * ?", ["2024-01-01 00:05", "2024-01-01 00:20", "2024-01-01 00:35"]),
        ("0 */15 * * * ?", ["2024-01-01 00:15", "2024-01-01 00:30", "2024-01-01 00:45"]),
        ("0 /15 * * * ?", ["2024-01-01 00:15", "2024-01-01 00:30", "2024-01-01 00:45"]),
        ("0 0 0 1/3 * ?", ["2024-01-04 00:00", "2024-01-07 00:00", "2024-01-10 00:00"]),
        ("0 0 0 1 7/6 ?", ["2024-07-01 00:00", "2025-07-01 00:00", "2026-07-01 00:00"]),
        ("0 0 0 ? * L", ["2024-01-06 00:00", "2024-01-13 00:00", "2024-01-20 00:00"]),
        ("0 0 0 L-3 * ?", ["2024-01-28 00:00", "2024-02-26 00:00", "2024-03-28 00:00"]),
        ("0 0 0 L-30 * ?", ["2024-03-01 00:00", "2024-05-01 00:00", "2024-07-01 00:00"]),
        ("0 0 0 15W * ?", ["2024-01-15 00:00", "2024-02-15 00:00", "2024-03-15 00:00"]),
        ("0 0 0 15W 6 ?", ["2024-06-14 00:00", "2025-06-16 00:00", "2026-06-15 00:00"]),
        ("0 0 0 1W 6 ?", ["2024-06-03 00:00", "2025-06-02 00:00", "2026-06-01 00:00"]),
        ("0 0 0 31W * ?", ["2024-01-31 00:00", "2024-03-29 00:00", "2024-05-31 00:00"]),
        ("0 0 0 LW * ?", ["2024-01-31 00:00", "2024-02-29 00:00", "2024-03-29 00:00"]),
        ("0 0 0 L-3W * ?", ["2024-01-29 00:00", "2024-02-26 00:00", "2024-03-28 00:00"]),
        ("0 0 0 ? * 2#1", ["2024-02-05 00:00", "2024-03-04 00:00", "2024-04-01 00:00"]),
        ("0 0 0 ? * 4#5", ["2024-01-31 00:00", "2024-05-29 00:00", "2024-07-31 00:00"]),
        ("0 0 22-2 * * ?", ["2024-01-01 01:00", "2024-01-01 02:00", "2024-01-01 22:00"]),
        ("0 0 0 1 NOV-FEB ?", ["2024-02-01 00:00", "2024-11-01 00:00", "2024-12-01 00:00"]),
        ("0 0 0 ? * FRI-MON", ["2024-01-05 00:00", "2024-01-06 00:00", "2024-01-07 00:00"]),
        ("0 0 0 29 2 ?", ["2024-02-29 00:00", "2028-02-29 00:00", "2032-02-29 00:00"]),
        ("0 0 0 ? 2 1#5", ["2032-02-29 00:00", "2060-02-29 00:00", "2088-02-29 00:00"]),
        ("0 0 0 29 2 ? 2097-2104", ["2104-02-29 00:00"]),
        ("0 0 0 1,L,L-2 2 ?", ["2024-02-01 00:00", "2024-02-27 00:00", "2024-02-29 00:00"]),
        ("0 0 0 28-3/2 * ?", ["2024-01-03 00:00", "2024-01-28 00:00", "2024-01-30 00:00"]),
        ("0 50-10/7 12 * * ?", ["2024-01-01 12:04", "2024-01-01 12:50", "2024-01-01 12:57"]),
        ("0 0 0 ? * TUE-THUR", ["2024-01-02 00:00", "2024-01-03 00:00", "2024-01-04 00:00"]),
        ("0 0 0 31 * ?", ["2024-01-31 00:00", "2024-03-31 00:00", "2024-05-31 00:00"]),
        ("0 0 0 1 1 ? 2024/10", ["2034-01-01 00:00", "2044-01-01 00:00", "2054-01-01 00:00"]),
        ("0 0 0 1 1 ? 2023-2025", ["2025-01-01 00:00"]),
        ("0 0 0 30 2 ?", []),
        ("0 0 0 1 1 ? 2020", []),
    ],
)
def test_expressions_fire_as_the_documentation_says(text: str, expected: list[str]) -> None:
    assert times(text) == expected


def test_the_first_moment_is_later_than_the_given_one() -> None:
    noon = datetime(2024, 1, 1, 12, tzinfo=UTC)
    assert times("0 0 12 * * ?", noon, 1) == ["2024-01-02 12:00"]
    assert times("0 0 12 * * ?", noon - timedelta(microseconds=1), 1) == ["2024-01-01 12:00"]
    assert times("0 0 12 * * ?", noon + timedelta(seconds=1), 1) == ["2024-01-02 12:00"]


def test_seconds_other_than_0_fire_at_these_seconds() -> None:
    after = datetime(2024, 1, 1, 12, 0, 10, tzinfo=UTC)
    found = islice(firings(parse("10,40 0-1 12 * * ?"), after), 3)
    assert [f"{moment:%H:%M:%S}" for moment in found] == ["12:00:40", "12:01:10", "12:01:40"]


def test_a_moment_with_another_offset_is_converted_to_utc() -> None:
    assert times("0 0 12 * * ?", datetime.fromisoformat("2024-01-01T13:30:00+02:00"), 1) == ["2024-01-01 12:00"]


def test_the_search_ends_with_the_last_year_of_quartz() -> None:
    assert times("0 0 0 1 1 ?", datetime(2197, 6, 1, tzinfo=UTC)) == ["2198-01-01 00:00", "2199-01-01 00:00"]
    assert times("0 0 0 1 1 ?", datetime(9999, 12, 31, tzinfo=UTC)) == []


def parts(field: str) -> list[str]:
    return [part for part in field.split(",") if part]


class Oracle:
    """Whether an expression fires at a minute, from its text, field by field; shares nothing with what it checks."""

    def __init__(self, text: str) -> None:
        _, self.minute, self.hour, self.day, self.month, self.weekday, *year = text.upper().split()
        self.year = year[0] if year else "*"

    def fires(self, moment: datetime) -> bool:
        return (
            self.allows(self.minute, moment.minute, 0, 59)
            and self.allows(self.hour, moment.hour, 0, 23)
            and self.allows(self.month, moment.month, 1, 12, MONTHS)
            and self.allows(self.year, moment.year, 1970, 2199)
            and (self.day == "?" or any(self.is_day(part, moment) for part in parts(self.day)))
            and (self.weekday == "?" or any(self.is_weekday(part, moment) for part in parts(self.weekday)))
        )

    def allows(self, field: str, value: int, least: int, most: int, names: tuple[str, ...] = ()) -> bool:
        return any(self.part_allows(part, value, least, most, names) for part in parts(field))

    def part_allows(self, part: str, value: int, least: int, most: int, names: tuple[str, ...]) -> bool:
        span, _, step = part.partition("/")
        start, dash, end = span.partition("-")
        first = least if start in {"", "*"} else self.number(start, least, names)
        last = self.number(end, least, names) if dash else most if step or start == "*" else first
        reached, ordinal = first, 0
        while True:
            if reached == value and ordinal % int(step or 1) == 0:
                return True
            if reached == last:
                return False
            reached, ordinal = (least if reached == most else reached + 1), ordinal + 1

    def number(self, text: str, least: int, names: tuple[str, ...]) -> int:
        return int(text) if text.isdecimal() else names.index(text[:3]) + least

    def is_day(self, part: str, moment: datetime) -> bool:
        month = self.days_of_month(moment)
        if part.startswith("L"):
            offset = int(part.removesuffix("W").removeprefix("L").removeprefix("-") or 0)
            if offset >= len(month):
                return False
            wanted = month[-1 - offset]
        elif part.endswith("W"):
            if int(part[:-1]) > len(month):
                return False
            wanted = month[int(part[:-1]) - 1]
        else:
            return self.part_allows(part, moment.day, 1, 31, ())
        if not part.endswith("W"):
            return moment.date() == wanted.date()
        working = [day for day in month if day.isoweekday() <= 5]
        nearest = min(working, key=lambda day: (abs((day - wanted).days), -day.toordinal()))
        return moment.date() == nearest.date()

    def is_weekday(self, part: str, moment: datetime) -> bool:
        number = moment.isoweekday() % 7 + 1
        same = [day for day in self.days_of_month(moment) if day.weekday() == moment.weekday()]
        at = [day.date() for day in same].index(moment.date())
        if part == "L":
            return number == 7
        if "#" in part:
            day, which = part.split("#")
            return number == self.number(day, 1, DAYS) and at + 1 == int(which)
        if part.endswith("L"):
            return number == self.number(part[:-1], 1, DAYS) and at == len(same) - 1
        return self.part_allows(part, number, 1, 7, DAYS)

    def days_of_month(self, moment: datetime) -> list[datetime]:
        first = moment.replace(day=1, hour=0, minute=0)
        return list(takewhile(lambda day: day.month == first.month, (first + timedelta(n) for n in range(31))))


@settings(max_examples=60, deadline=None)
@given(expressions, moments)
@example("0 0 0 ? * *", datetime(2024, 2, 28, 23, 59, tzinfo=UTC))
@example("0 */7 22-2 LW NOV-FEB ?", datetime(2024, 12, 30, 1, tzinfo=UTC))
def test_the_moments_are_those_that_trying_every_minute_finds(text: str, after: datetime) -> None:
    oracle = Oracle(text)
    start = after.replace(second=0, microsecond=0)
    tried = [start + timedelta(minutes=n) for n in range(1, 25 * 60)]
    found = takewhile(lambda moment: moment <= tried[-1], firings(parse(text), after))
    assert list(found) == [moment for moment in tried if oracle.fires(moment)]


@settings(deadline=None)
@given(at_time("30", "6"), moments)
def test_the_days_are_those_that_trying_every_day_of_a_year_finds(text: str, after: datetime) -> None:
    """At a fixed time of day no other minute can fire, so a step of a day misses nothing."""
    oracle = Oracle(text)
    start = after.replace(hour=6, minute=30, second=0, microsecond=0)
    tried = [moment for n in range(366) if (moment := start + timedelta(days=n)) > after]
    found = takewhile(lambda moment: moment <= tried[-1], firings(parse(text), after))
    assert list(found) == [moment for moment in tried if oracle.fires(moment)]
