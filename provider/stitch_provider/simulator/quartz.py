"""Quartz cron expressions, as far as the service documents them (reference 4.2).

Six or seven fields (A31): seconds (always 0), minutes, hours, day of month, month, day of week (1 is Sunday), year.
One of the two day fields must be `?`. `check_quartz` gives the reason why an expression is refused, in the words of
Quartz where they are known; `next_fire` searches day by day, so a far-off year costs a few thousand steps at most.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

_MONTHS: Final = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_DAYS: Final = ("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")
_BOTH_DAYS: Final = "Support for specifying both a day-of-week AND a day-of-month parameter is not implemented."
_BOTH_OPEN: Final = "'?' can only be specified for Day-of-Month -OR- Day-of-Week."
_LAST_YEAR: Final = 2199
_SEARCH_DAYS: Final = 366 * 8
_SHORT, _LONG = 6, 7
_MAX_NTH: Final = 5


class QuartzError(ValueError):
    """An expression that Quartz would not take; the text is the reason alone."""


@dataclass(frozen=True, slots=True)
class Field:
    """A position of an expression: its range, its names, and Quartz's words for a value out of range."""

    low: int
    high: int
    names: Mapping[str, int]
    complaint: str


_SIXTY: Final = Field(0, 59, {}, "Minute and Second values must be between 0 and 59")
_HOURS: Final = Field(0, 23, {}, "Hour values must be between 0 and 23")
_MONTH_DAYS: Final = Field(1, 31, {}, "Day of month values must be between 1 and 31")
_YEAR_MONTHS: Final = Field(
    1, 12, {name: index for index, name in enumerate(_MONTHS, 1)}, "Month values must be between 1 and 12"
)
_WEEK_DAYS: Final = Field(
    1, 7, {name: index for index, name in enumerate(_DAYS, 1)}, "Day-of-Week values must be between 1 and 7"
)
_YEARS: Final = Field(1970, _LAST_YEAR, {}, f"Year values must be between 1970 and {_LAST_YEAR}")


@dataclass(frozen=True, slots=True)
class Quartz:
    """A parsed expression; the day fields stay text because their meaning depends on the month."""

    minutes: frozenset[int]
    hours: frozenset[int]
    days: str
    months: frozenset[int]
    weekdays: str
    years: frozenset[int]

    def fires_on(self, day: datetime) -> bool:
        """Whether the expression fires on the day at all."""
        if day.month not in self.months or day.year not in self.years:
            return False
        if self.days != "?":
            return any(_month_day_matches(part, day) for part in self.days.split(","))
        return any(_weekday_matches(part, day) for part in self.weekdays.split(","))


def check_quartz(expression: str) -> str | None:
    """Why the expression is invalid, None if it is valid."""
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
    parts = expression.upper().split()
    if len(parts) < _SHORT:
        raise QuartzError("Unexpected end of expression.")
    if len(parts) > _LONG:
        raise QuartzError("Illegal characters for this position: '" + parts[_LONG] + "'")
    seconds, minutes, hours, days, months, weekdays = parts[:_SHORT]
    if _values(seconds, _SIXTY) != frozenset({0}):
        raise QuartzError("Seconds must be 0.")
    if days == "?" and weekdays == "?":
        raise QuartzError(_BOTH_OPEN)
    if days != "?" and weekdays != "?":
        raise QuartzError(_BOTH_DAYS)
    for part in days.split(","):
        _check_month_day(part)
    for part in weekdays.split(","):
        _check_weekday(part)
    return Quartz(
        minutes=_values(minutes, _SIXTY),
        hours=_values(hours, _HOURS),
        days=days,
        months=_values(months, _YEAR_MONTHS),
        weekdays=weekdays,
        years=_values(parts[_SHORT] if len(parts) == _LONG else "*", _YEARS),
    )


def next_fire(quartz: Quartz, after: datetime) -> datetime | None:
    """The first time later than `after` at which the expression fires, None if there is none in eight years."""
    start = after.replace(second=0, microsecond=0) + timedelta(minutes=1)
    day = start.replace(hour=0, minute=0)
    for _ in range(_SEARCH_DAYS):
        if quartz.fires_on(day):
            for hour in sorted(quartz.hours):
                for minute in sorted(quartz.minutes):
                    moment = day.replace(hour=hour, minute=minute)
                    if moment >= start:
                        return moment
        day += timedelta(days=1)
    return None


def _values(text: str, field: Field) -> frozenset[int]:
    found: set[int] = set()
    for part in text.split(","):
        found |= _part_values(part, field)
    return frozenset(found)


def _part_values(part: str, field: Field) -> set[int]:
    span, slash, step_text = part.partition("/")
    step = _number(step_text, field) if slash else 1
    if slash and step < 1:
        raise QuartzError(f"Increment must be positive: {part}")
    if span in {"*", ""}:
        low, high = field.low, field.high
    else:
        first, dash, last = span.partition("-")
        low = _value(first, field)
        high = _value(last, field) if dash else (field.high if slash else low)
    if low > high:
        return {*range(low, field.high + 1, step), *range(field.low, high + 1, step)}
    return set(range(low, high + 1, step))


def _value(text: str, field: Field) -> int:
    value = field.names.get(text)
    if value is None:
        value = _number(text, field)
    if not field.low <= value <= field.high:
        raise QuartzError(field.complaint)
    return value


def _number(text: str, field: Field) -> int:
    if not text.isdecimal():
        kind = "Day-of-Week" if field is _WEEK_DAYS else "Month" if field is _YEAR_MONTHS else None
        if kind is not None and text.isalpha():
            raise QuartzError(f"Invalid {kind} value: '{text}'")
        raise QuartzError(f"Illegal characters for this position: '{text}'")
    return int(text)


def _check_month_day(part: str) -> None:
    if part in {"?", "L", "LW"}:
        return
    if part.startswith("L-"):
        _value(part[2:], _MONTH_DAYS)
    elif part.endswith("W"):
        _value(part[:-1], _MONTH_DAYS)
    else:
        _part_values(part, _MONTH_DAYS)


def _check_weekday(part: str) -> None:
    if part in {"?", "L"}:
        return
    if "#" in part:
        day, _, nth = part.partition("#")
        _value(day, _WEEK_DAYS)
        if not nth.isdecimal() or not 1 <= int(nth) <= _MAX_NTH:
            raise QuartzError("A numeric value between 1 and 5 must follow the '#' option")
    elif re.fullmatch(r"\w+L", part):
        _value(part[:-1], _WEEK_DAYS)
    else:
        _part_values(part, _WEEK_DAYS)


def _month_day_matches(part: str, day: datetime) -> bool:
    last = calendar.monthrange(day.year, day.month)[1]
    if part == "L":
        return day.day == last
    if part.startswith("L-"):
        return day.day == last - int(part[2:])
    if part == "LW":
        return day.day == _nearest_workday(day, last, last)
    if part.endswith("W"):
        return day.day == _nearest_workday(day, min(int(part[:-1]), last), last)
    return day.day in _part_values(part, _MONTH_DAYS)


def _nearest_workday(day: datetime, wanted: int, last: int) -> int:
    weekday = day.replace(day=wanted).weekday()
    if weekday == calendar.SATURDAY:
        return wanted - 1 if wanted > 1 else wanted + 2
    if weekday == calendar.SUNDAY:
        return wanted + 1 if wanted < last else wanted - 2
    return wanted


def _weekday_matches(part: str, day: datetime) -> bool:
    weekday = day.isoweekday() % 7 + 1
    if part == "L":
        return weekday == _WEEK_DAYS.high
    if "#" in part:
        wanted, _, nth = part.partition("#")
        return weekday == _value(wanted, _WEEK_DAYS) and (day.day - 1) // 7 + 1 == int(nth)
    if re.fullmatch(r"\w+L", part):
        last = calendar.monthrange(day.year, day.month)[1]
        return weekday == _value(part[:-1], _WEEK_DAYS) and day.day > last - 7
    return weekday in _part_values(part, _WEEK_DAYS)
