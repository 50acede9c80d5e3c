"""Expressions: what a Quartz cron expression means (reference 4.2, A31).

An expression has six fields, or seven with the year: seconds, minutes, hours, day of month, month, day of week, year.
`parse` turns the text into a frozen `Expression` of the numbers that each field allows: names, ranges, steps and
wildcards are resolved. Two expressions are equal when they fire at the same times by the same means. All times are UTC.
Stitch documents `0` as the only value of the seconds, but leaves the check to Quartz, which accepts others.

Exactly one of day of month and day of week is `?`, and the other decides. Ranges may wrap around the end of a field
(`FRI-MON`, `22-2`), as in Quartz. Quartz reads three letters of a name and skips the letters that follow: `MONDAY` is
`MON`.

An expression is taken if Quartz's `CronExpression` (version 2.5) takes it and reads it as it is written. It is refused
if Quartz takes it but skips a part of it, because the schedule would be another one than is written: `MONDAY-FRIDAY` is
Monday alone, `MON-FRI/2` is every day from Monday to Friday, `5X` is 5, and a list with `W` loses days.
"""

from __future__ import annotations

import re

from msgspec import Struct

from stitch_provider.stitch.quartz.field import Field, MisreadError, QuartzError, number_of

__all__ = [
    "DAYS",
    "LAST_YEAR",
    "MONTHS",
    "DaysOfMonth",
    "DaysOfWeek",
    "Expression",
    "MisreadError",
    "QuartzError",
    "parse",
]

MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
DAYS = ("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")
"""Names of the days of the week, of which SUN is number 1."""

LAST_YEAR = 2199
"""The last year that an expression can name, as documented for `CronExpression`."""

_FIELDS = ("seconds", "minutes", "hours", "day of month", "month", "day of week", "year")
_NOT_DAYS = tuple(name for name in _FIELDS if not name.startswith("day"))
_WITHOUT_YEAR = 6
_UNIX_FIELDS = 5
_EXAMPLE = '"0 0 12 ? * MON-FRI"'
_LAST_OFFSET_LIMIT = 30
_MOST_WEEKS = 5
_WORDS = re.compile(r"[^ \t]+")


class DaysOfMonth(Struct, frozen=True):
    """What the field day of month allows; the union of its parts.

    `days` are 1 to 31. `last` are days counted back from the last of the month (`L` is 0, `L-3` is 3). With
    `nearest_weekday` there is one day only, and the weekday (Monday to Friday) of the same month that is nearest to it
    counts in its place (`15W`, `LW`, `L-3W`).
    """

    days: frozenset[int] = frozenset()
    last: frozenset[int] = frozenset()
    nearest_weekday: bool = False


class DaysOfWeek(Struct, frozen=True):
    """What the field day of week allows, days counted from 1, Sunday; the union of its parts.

    `last` are days of which the last in the month counts (`6L`), `nth` pairs of a day and which of them in the month
    counts (`6#3`).
    """

    days: frozenset[int] = frozenset()
    last: frozenset[int] = frozenset()
    nth: frozenset[tuple[int, int]] = frozenset()


class Expression(Struct, frozen=True):
    """When to fire: in every second that all fields allow.

    The one of `days_of_month` and `days_of_week` that was `?` is None. `years` is None where every year counts.
    """

    seconds: frozenset[int]
    minutes: frozenset[int]
    hours: frozenset[int]
    days_of_month: DaysOfMonth | None
    months: frozenset[int]
    days_of_week: DaysOfWeek | None
    years: frozenset[int] | None


_SECONDS = Field("seconds", 0, 59)
_MINUTES = Field("minutes", 0, 59)
_HOURS = Field("hours", 0, 23)
_DAY_OF_MONTH = Field("day of month", 1, 31)
_MONTH = Field("month", 1, 12, MONTHS)
_DAY_OF_WEEK = Field("day of week", 1, 7, DAYS)
_YEAR = Field("year", 1970, LAST_YEAR, wraps=False)


def parse(text: str) -> Expression:
    """The expression that a text spells.

    Raises:
        MisreadError: Quartz reads the steps or the longer names in the text otherwise than they are written.
        QuartzError: the text is not valid for any other reason.
    """
    fields = _WORDS.findall(text.strip().upper())
    if len(fields) not in {_WITHOUT_YEAR, len(_FIELDS)}:
        raise QuartzError(_wrong_count(fields))
    seconds, minutes, hours, day_of_month, month, day_of_week, *year = fields
    if day_of_month == "?" and day_of_week == "?":
        raise QuartzError('Of day of month and day of week only one can be "?"; the other says on which days to run.')
    if "?" not in {day_of_month, day_of_week}:
        raise QuartzError(
            'One of day of month and day of week must be "?", as Quartz does not combine them: '
            f'"? * {day_of_week}" means days of the week, "{day_of_month} * ?" means days of the month.'
        )
    for name, field in zip(_NOT_DAYS, (seconds, minutes, hours, month, *year), strict=False):
        if "?" in field:
            raise QuartzError(f'The field {name} does not take "?"; write "*" for every value.')
    return Expression(
        seconds=_SECONDS.values(seconds),
        minutes=_MINUTES.values(minutes),
        hours=_HOURS.values(hours),
        days_of_month=None if day_of_month == "?" else _days_of_month(day_of_month),
        months=_MONTH.values(month),
        days_of_week=None if day_of_week == "?" else _days_of_week(day_of_week),
        years=_YEAR.values(year[0]) if year and year[0] != "*" else None,
    )


def _days_of_month(text: str) -> DaysOfMonth:
    if "W" in text:
        return _nearest_weekday(text)
    items = _DAY_OF_MONTH.items(text)
    last = [item for item in items if item.startswith("L")]
    days = ",".join(item for item in items if not item.startswith("L"))
    return DaysOfMonth(
        days=_DAY_OF_MONTH.values(days) if days else frozenset(), last=frozenset(_before_last(item) for item in last)
    )


def _nearest_weekday(text: str) -> DaysOfMonth:
    day = text.removesuffix("W")
    if not re.fullmatch(r"[0-9]+|L(-[0-9]+)?", day):
        raise QuartzError(
            f'"{text}" is not valid in the field day of month: it takes "W" after a single day or "L", such as "15W" '
            'or "LW", and not in a list.'
        )
    if day.startswith("L"):
        return DaysOfMonth(last=frozenset({_before_last(day)}), nearest_weekday=True)
    return DaysOfMonth(days=frozenset({_DAY_OF_MONTH.number(day)}), nearest_weekday=True)


def _before_last(text: str) -> int:
    """How many days before the last of the month `L` or `L-3` is."""
    if text == "L":
        return 0
    offset = number_of(text.removeprefix("L-"))
    if offset is None:
        raise QuartzError(f'"{text}" is not valid in the field day of month.')
    if offset > _LAST_OFFSET_LIMIT:
        raise QuartzError(f'The field day of month takes at most {_LAST_OFFSET_LIMIT} days after "L-".')
    return offset


def _days_of_week(text: str) -> DaysOfWeek:
    if text == "L":
        return DaysOfWeek(days=frozenset({len(DAYS)}))
    for sign in ("L", "#"):
        if sign in text and "," in text:
            raise QuartzError(f'The field day of week does not take "{sign}" in a list.')
    day, hash_sign, which = text.partition("#")
    if hash_sign:
        week = number_of(which)
        if week is None or not 1 <= week <= _MOST_WEEKS:
            raise QuartzError(f'The field day of week takes 1 to {_MOST_WEEKS} after "#", not "{which}".')
        return DaysOfWeek(nth=frozenset({(_DAY_OF_WEEK.number(day), week)}))
    if "L" in text:  # as no day has one in its name: to Quartz, "SUNLDAY" is the last Sunday
        return DaysOfWeek(last=frozenset({_DAY_OF_WEEK.number(text.removesuffix("L"))}))
    return DaysOfWeek(days=_DAY_OF_WEEK.values(text))


def _wrong_count(fields: list[str]) -> str:
    wanted = f"An expression has six fields ({', '.join(_FIELDS[:-1])}) and optionally the year, such as {_EXAMPLE}"
    if len(fields) == _UNIX_FIELDS:
        return (
            f'{wanted}. This one has five, as in a Unix crontab: add "0" for the seconds at the beginning, and use "?" '
            "for the day of month or the day of week."
        )
    return f"{wanted}. This one has {len(fields)}."
