"""Quartz cron expressions, with the syntax of Quartz's `CronExpression` in version 2.5 (reference 4.2, A31).

An expression has six or seven fields (A31): seconds, minutes, hours, day of month, month, day of week (1 is
Sunday) and year. One of the two day fields must be `?`. `check_quartz` returns the reason why an expression is invalid,
with the message of Quartz if it is known.

Quartz parses an element from its beginning and ignores the rest. So `MONDAY` and `MONDAY-FRIDAY` are `MON`, `MON-FRI/2`
is `MON-FRI`, and `5X` is `5`. This parser does the same, because the service accepts such expressions. It refuses what
Quartz accepts only by accident: `99` as a minute, a year before 1970 or after 2199, `8#1`, a signed step.

If a day with `W` is moved to a Monday, the search of Quartz for the next time can miss times of that day. This search
does not.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import product
from typing import Final

_MONTHS: Final = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_DAYS: Final = ("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")
_BOTH_DAYS: Final = "Support for specifying both a day-of-week AND a day-of-month parameter is not implemented."
_BOTH_OPEN: Final = "'?' can only be specified for Day-of-Month -OR- Day-of-Week."
_LAST_YEAR: Final = 2199
_SHORT, _LONG = 6, 7
_MAX_NTH: Final = 5
_MAX_OFFSET: Final = 30
_MAX_DIGITS: Final = 9

# Each is matched at the beginning of an element. The rest of the element is ignored.
_EVERY: Final = re.compile(r"\*(?!/)")
_STEPS: Final = re.compile(r"\*?/(\d+)$", re.ASCII)
_RANGE: Final = re.compile(r"(\d+)-(\d+)(?:/(\d+)|(?![\d/]))", re.ASCII)
_START_STEPS: Final = re.compile(r"(\d+)/(\d{2,}|\d$)", re.ASCII)
_VALUE: Final = re.compile(r"(\d+)(?![\d/LW#-])", re.ASCII)
_OPEN: Final = re.compile(r"\?.?$")
_LAST: Final = re.compile(r"L(?:-(\d+|(?=W)))?(W?)$", re.ASCII)
_NEAR: Final = re.compile(r"(\d+)W", re.ASCII)
_LAST_OF_KIND: Final = re.compile(r"([A-Z]{3}|\d+)L", re.ASCII)
_NTH: Final = re.compile(r"([A-Z]{3}|\d+)#(.*)", re.ASCII)


class QuartzError(ValueError):
    """An expression is invalid. The text is only the reason."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field of an expression: its range, the message of Quartz for other values, its names and what they name."""

    low: int
    high: int
    complaint: str
    names: tuple[str, ...] = ()
    kind: str = ""


_SIXTY: Final = Field(0, 59, "Minute and Second values must be between 0 and 59")
_HOURS: Final = Field(0, 23, "Hour values must be between 0 and 23")
_MONTH_DAYS: Final = Field(1, 31, "Day of month values must be between 1 and 31")
_YEAR_MONTHS: Final = Field(1, 12, "Month values must be between 1 and 12", _MONTHS, "Month")
_WEEK_DAYS: Final = Field(1, 7, "Day-of-Week values must be between 1 and 7", _DAYS, "Day-of-Week")
_YEARS: Final = Field(1970, _LAST_YEAR, f"Year values must be between 1970 and {_LAST_YEAR}")


@dataclass(frozen=True, slots=True)
class MonthDays:
    """Days of the month, and days before its last day. `near` is for days with `W`: the nearest weekday."""

    days: frozenset[int]
    last: frozenset[int]
    days_near: frozenset[int]
    last_near: frozenset[int]

    def include(self, day: datetime) -> bool:
        """Whether a day is one of them."""
        length = calendar.monthrange(day.year, day.month)[1]
        near = {*self.days_near, *(length - back for back in self.last_near)}
        return (
            day.day in self.days
            or length - day.day in self.last
            or any(_nearest_workday(day, wanted, length) == day.day for wanted in near if 1 <= wanted <= length)
        )


@dataclass(frozen=True, slots=True)
class WeekDays:
    """Days of the week. With `nth` or `last`, only the first of them is used, once in a month."""

    days: frozenset[int]
    nth: int
    last: bool

    def include(self, day: datetime) -> bool:
        """Whether a day is one of them."""
        weekday = day.isoweekday() % 7 + 1
        if self.last:
            return weekday == min(self.days) and day.day + 7 > calendar.monthrange(day.year, day.month)[1]
        if self.nth:
            return weekday == min(self.days) and (day.day - 1) // 7 + 1 == self.nth
        return weekday in self.days


@dataclass(frozen=True, slots=True)
class Quartz:
    """A parsed expression. `days` is the day field that is not `?`."""

    seconds: frozenset[int]
    minutes: frozenset[int]
    hours: frozenset[int]
    days: MonthDays | WeekDays
    months: frozenset[int]
    years: frozenset[int]

    def fires_in(self, day: datetime) -> bool:
        """Whether the expression can fire in the month of the day."""
        return day.month in self.months and day.year in self.years


def check_quartz(expression: str) -> str | None:
    """The reason why the expression is invalid, or None if it is valid."""
    try:
        parse_quartz(expression)
    except QuartzError as error:
        return str(error)
    return None


def parse_quartz(expression: str) -> Quartz:
    """Parse an expression.

    Raises:
        QuartzError: the expression is invalid.
    """
    parts = [part.strip() for part in re.split(r"[ \t]+", expression.upper().strip())]
    if len(parts) < _SHORT:
        raise QuartzError("Unexpected end of expression.")
    if len(parts) > _LONG:
        raise QuartzError("Illegal characters for this position: '" + parts[_LONG] + "'")
    seconds, minutes, hours, days, months, weekdays = parts[:_SHORT]
    month_days, week_days = _month_days(days), _week_days(weekdays)
    chosen = month_days or week_days
    if chosen is None:
        raise QuartzError(_BOTH_OPEN)
    if month_days and week_days:
        raise QuartzError(_BOTH_DAYS)
    return Quartz(
        seconds=_values(seconds, _SIXTY),
        minutes=_values(minutes, _SIXTY),
        hours=_values(hours, _HOURS),
        days=chosen,
        months=_values(months, _YEAR_MONTHS),
        years=_values(parts[_SHORT] if len(parts) == _LONG else "*", _YEARS),
    )


def next_fire(quartz: Quartz, after: datetime) -> datetime | None:
    """The first time after `after` at which the expression fires, or None if there is none up to the year 2199."""
    start = after.replace(microsecond=0) + timedelta(seconds=1)
    day = start.replace(hour=0, minute=0, second=0)
    while day.year <= _LAST_YEAR:
        if not quartz.fires_in(day):
            day = (day.replace(day=28) + timedelta(days=4)).replace(day=1)
            continue
        if quartz.days.include(day):
            for hour, minute, second in product(sorted(quartz.hours), sorted(quartz.minutes), sorted(quartz.seconds)):
                moment = day.replace(hour=hour, minute=minute, second=second)
                if moment >= start:
                    return moment
        day += timedelta(days=1)
    return None


def _items(text: str) -> list[str]:
    """The elements of a list. Additional commas are ignored."""
    items = [item for item in text.split(",") if item]
    if not items:
        raise QuartzError(f"Illegal characters for this position: '{text}'")
    return items


def _values(text: str, field: Field) -> frozenset[int]:
    return frozenset().union(*(_item_values(item, field) for item in _items(text)))


def _item_values(item: str, field: Field) -> set[int]:
    if item[0].isalpha():
        low = _name(item[:3], field)
        return _span(low, _name(item[4:7], field), 1, field) if item[3:4] == "-" else {low}
    if _EVERY.match(item):
        return _span(field.low, field.high, 1, field)
    if match := _STEPS.match(item):
        return _span(field.low, field.high, _increment(match[1], field) or 1, field)
    if match := _START_STEPS.match(item):
        return _span(_value(match[1], field), field.high, _increment(match[2], field), field)
    if match := _RANGE.match(item):
        return _span(_value(match[1], field), _bounded(match[2], field), _number(match[3] or "1", field), field)
    if match := _VALUE.match(item):
        return {_value(match[1], field)}
    raise QuartzError(f"Illegal characters for this position: '{item}'")


def _span(low: int, high: int, step: int, field: Field) -> set[int]:
    """The values from `low` to `high`, across the end of the field if `high` is lower; only `low` if `step` is 0."""
    if step == 0:
        return {low}
    if low <= high:
        return set(range(low, high + 1, step))
    if field is _YEARS:
        raise QuartzError("The first year of a range must not be later than its last.")
    whole = field.high - field.low + 1
    return {value if value <= field.high else value - whole for value in range(low, high + whole + 1, step)}


def _name(text: str, field: Field) -> int:
    if text in field.names:
        return field.names.index(text) + field.low
    if field.names:
        raise QuartzError(f"Invalid {field.kind} value: '{text}'")
    raise QuartzError(f"Illegal characters for this position: '{text}'")


def _value(text: str, field: Field) -> int:
    if (value := _bounded(text, field)) < field.low:
        raise QuartzError(field.complaint)
    return value


def _bounded(text: str, field: Field) -> int:
    """A number up to the maximum of the field. In Quartz, a range can end with 0 in every field."""
    if (value := _number(text, field)) > field.high:
        raise QuartzError(field.complaint)
    return value


def _increment(text: str, field: Field) -> int:
    """A step without a range. In Quartz, a step of a range has no limit."""
    if (step := _number(text, field)) > field.high:
        raise QuartzError(f"Increment must be at most {field.high}: {text}")
    return step


def _number(text: str, field: Field) -> int:
    digits = text.lstrip("0") or "0"
    if len(digits) > _MAX_DIGITS:
        raise QuartzError(field.complaint)
    return int(digits)


def _month_days(text: str) -> MonthDays | None:
    """The days of the month, or None if the field is `?`."""
    items = _items(text)
    plain, last, days_near, last_near = set[int](), set[int](), set[int](), set[int]()
    for item in items:
        if match := _LAST.match(item):
            back = _number(match[1] or "0", _MONTH_DAYS)
            if back > _MAX_OFFSET:
                raise QuartzError(f"An offset from the last day must be at most {_MAX_OFFSET}: {item}")
            (last_near if match[2] else last).add(back)
        elif match := _NEAR.match(item):
            days_near.add(_bounded(match[1], _MONTH_DAYS))
        elif not _OPEN.match(item):
            plain |= _item_values(item, _MONTH_DAYS)
    if any(map(_OPEN.match, items)):
        return None
    return MonthDays(frozenset(plain), frozenset(last), frozenset(days_near), frozenset(last_near))


def _week_days(text: str) -> WeekDays | None:
    """The days of the week, or None if the field is `?`."""
    items = _items(text)
    if ("L" in text and "," in text) or text.count("#") > 1:
        raise QuartzError(f"Other days of the week cannot be combined with 'L' or a second '#': {text}")
    days, nth, last = set[int](), 0, False
    for item in items:
        if _LAST.match(item):
            days.add(_WEEK_DAYS.high)
        elif match := _NTH.match(item):
            days |= _item_values(match[1], _WEEK_DAYS)
            nth = _nth(match[2])
        elif match := _LAST_OF_KIND.match(item):
            days |= _item_values(match[1], _WEEK_DAYS)
            last = True
        elif not _OPEN.match(item):
            days |= _item_values(item, _WEEK_DAYS)
    return None if any(map(_OPEN.match, items)) else WeekDays(frozenset(days), nth, last)


def _nth(text: str) -> int:
    if not re.fullmatch(rf"0*[1-{_MAX_NTH}]", text):
        raise QuartzError(f"A numeric value between 1 and {_MAX_NTH} must follow the '#' option")
    return int(text)


def _nearest_workday(day: datetime, wanted: int, length: int) -> int:
    weekday = day.replace(day=wanted).weekday()
    if weekday == calendar.SATURDAY:
        return wanted - 1 if wanted > 1 else wanted + 2
    if weekday == calendar.SUNDAY:
        return wanted + 1 if wanted < length else wanted - 2
    return wanted
