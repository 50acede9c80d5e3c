"""Expressions: what a Quartz cron expression says (reference 4.2, A31).

An expression has six fields, or seven with the year: seconds, minutes, hours, day of month, month, day of week, year.
`parse` turns the text into a frozen `Expression` that says what each field allows, with names, ranges, steps and
wildcards resolved to numbers; two expressions are equal when they fire at the same times by the same means. All times
are UTC. Stitch fires on full minutes only, so the seconds are always `0`.

Exactly one of day of month and day of week is `?`, the other decides. Ranges may wrap around the end of a field
(`FRI-MON`, `22-2`), as in Quartz.
"""

from __future__ import annotations

import re

from msgspec import Struct

from stitch_provider.terraform.schema.suggestions import nearest

MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
DAYS = ("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")
"""Names of the days of the week, of which SUN is number 1."""

LAST_YEAR = 2099
"""The last year that an expression can name."""

_FIELDS = ("seconds", "minutes", "hours", "day of month", "month", "day of week", "year")
_WITHOUT_YEAR = 6
_UNIX_FIELDS = 5
_EXAMPLE = '"0 0 12 ? * MON-FRI"'
_LAST_OFFSET_LIMIT = 30
_WHICH = ("1", "2", "3", "4", "5")


class QuartzError(ValueError):
    """An expression that Quartz or Stitch does not take; the text says which field is wrong and what fits there."""


class DaysOfMonth(Struct, frozen=True):
    """What the field day of month allows; the union of its parts.

    `days` are 1 to 31. `weekdays_near` are days whose nearest weekday (Monday to Friday) in the same month counts
    (`15W`). `last` is how many days before the last of the month (`L` is 0, `L-3` is 3); with `last_weekday` the
    nearest weekday to that day counts (`LW`, `L-3W`).
    """

    days: frozenset[int] = frozenset()
    weekdays_near: frozenset[int] = frozenset()
    last: int | None = None
    last_weekday: bool = False


class DaysOfWeek(Struct, frozen=True):
    """What the field day of week allows, days counted from 1, Sunday; the union of its parts.

    `last` are days of which the last in the month counts (`6L`), `nth` pairs of a day and which of them in the month
    counts (`6#3`).
    """

    days: frozenset[int] = frozenset()
    last: frozenset[int] = frozenset()
    nth: frozenset[tuple[int, int]] = frozenset()


class Expression(Struct, frozen=True):
    """When to fire: on every minute that all fields allow.

    `days_of_month` or `days_of_week` is None, the one that was `?`. `years` is None where every year counts.
    """

    minutes: frozenset[int]
    hours: frozenset[int]
    days_of_month: DaysOfMonth | None
    months: frozenset[int]
    days_of_week: DaysOfWeek | None
    years: frozenset[int] | None


class _Field(Struct, frozen=True):
    """The numbers that a field takes, and the names it knows for them; the first name stands for the least number.

    `wraps` is whether a range may go on at the field's start.
    """

    name: str
    least: int
    most: int
    names: tuple[str, ...] = ()
    wraps: bool = True

    def number(self, text: str) -> int:
        """The number that a word or number of the field stands for."""
        if text in self.names:
            return self.least + self.names.index(text)
        if text.isascii() and text.isdigit():
            if self.least <= int(text) <= self.most:
                return int(text)
            raise QuartzError(f"The field {self.name} takes {self.least} to {self.most}, not {text}.")
        if self.names and text.isalpha():
            raise QuartzError(f'The field {self.name} does not know "{text}".{nearest(text, self.names)}')
        raise QuartzError(f'The field {self.name} does not understand "{text}".')

    def values(self, text: str) -> frozenset[int]:
        """The numbers that a list of values, ranges and steps allows."""
        return frozenset().union(*map(self._item, text.split(",")))

    def _item(self, item: str) -> frozenset[int]:
        span, slash, step = item.partition("/")
        start, dash, end = span.partition("-")
        if span == "*" or (slash and not span):
            first, count = self.least, self.most - self.least + 1
        elif dash:
            first, last = self.number(start), self.number(end)
            if last < first and not self.wraps:
                raise QuartzError(f'The field {self.name} takes ranges from the lesser to the greater, not "{span}".')
            count = (last - first) % (self.most - self.least + 1) + 1
        else:
            first = self.number(span)
            count = self.most - first + 1 if slash else 1
        return frozenset(self._wrap(first + offset) for offset in range(0, count, self._step(step) if slash else 1))

    def _step(self, text: str) -> int:
        if text.isascii() and text.isdigit() and 0 < int(text) <= self.most:
            return int(text)
        raise QuartzError(f'The field {self.name} takes steps of 1 to {self.most} after "/", not "{text}".')

    def _wrap(self, number: int) -> int:
        return number if number <= self.most else number - (self.most - self.least + 1)


_MINUTES = _Field("minutes", 0, 59)
_HOURS = _Field("hours", 0, 23)
_DAY_OF_MONTH = _Field("day of month", 1, 31)
_MONTH = _Field("month", 1, 12, MONTHS)
_DAY_OF_WEEK = _Field("day of week", 1, 7, DAYS)
_YEAR = _Field("year", 1970, LAST_YEAR, wraps=False)


def parse(text: str) -> Expression:
    """The expression that `text` spells; raises QuartzError."""
    fields = text.upper().split()
    if len(fields) not in {_WITHOUT_YEAR, len(_FIELDS)}:
        raise QuartzError(_wrong_count(fields))
    seconds, minutes, hours, day_of_month, month, day_of_week, *year = fields
    if seconds not in {"0", "00"}:
        raise QuartzError(f'The field seconds takes 0 only, as Stitch starts on full minutes, not "{seconds}".')
    if day_of_month == "?" and day_of_week == "?":
        raise QuartzError('Of day of month and day of week only one can be "?"; the other says on which days to run.')
    if "?" not in {day_of_month, day_of_week}:
        raise QuartzError(
            'One of day of month and day of week must be "?", as Quartz does not combine them: '
            f'"? * {day_of_week}" goes by days of the week, "{day_of_month} * ?" by days of the month.'
        )
    for name, field in (("minutes", minutes), ("hours", hours), ("month", month), *(("year", each) for each in year)):
        if "?" in field:
            raise QuartzError(f'The field {name} does not take "?"; write "*" for every value.')
    return Expression(
        minutes=_MINUTES.values(minutes),
        hours=_HOURS.values(hours),
        days_of_month=None if day_of_month == "?" else _days_of_month(day_of_month),
        months=_MONTH.values(month),
        days_of_week=None if day_of_week == "?" else _days_of_week(day_of_week),
        years=_YEAR.values(year[0]) if year and year[0] != "*" else None,
    )


def _days_of_month(text: str) -> DaysOfMonth:
    if "," in text and re.search(r"[LW]", text):
        raise QuartzError('The field day of month takes "L" and "W" alone only, not in a list.')
    if match := re.fullmatch(r"L(?:-([0-9]+))?(W?)", text):
        offset = int(match[1] or 0)
        if offset > _LAST_OFFSET_LIMIT:
            raise QuartzError(f'The field day of month takes at most {_LAST_OFFSET_LIMIT} days after "L-".')
        return DaysOfMonth(last=offset, last_weekday=bool(match[2]))
    if match := re.fullmatch(r"([0-9]+)W", text):
        return DaysOfMonth(weekdays_near=frozenset({_DAY_OF_MONTH.number(match[1])}))
    return DaysOfMonth(days=_DAY_OF_MONTH.values(text))


def _days_of_week(text: str) -> DaysOfWeek:
    if text == "L":
        return DaysOfWeek(days=frozenset({len(DAYS)}))
    day, hash_sign, which = text.partition("#")
    if hash_sign:
        if "," in text:
            raise QuartzError('The field day of week takes "#" alone only, not in a list.')
        if which not in _WHICH:
            raise QuartzError(f'The field day of week takes 1 to {_WHICH[-1]} after "#", not "{which}".')
        return DaysOfWeek(nth=frozenset({(_DAY_OF_WEEK.number(day), int(which))}))
    if re.fullmatch(r"([0-9]|[A-Z]{3})L", text):
        return DaysOfWeek(last=frozenset({_DAY_OF_WEEK.number(text[:-1])}))
    return DaysOfWeek(days=_DAY_OF_WEEK.values(text))


def _wrong_count(fields: list[str]) -> str:
    wants = f"An expression has six fields ({', '.join(_FIELDS[:-1])}) and optionally the year, such as {_EXAMPLE}"
    if len(fields) == _UNIX_FIELDS:
        return f'{wants}; this one has five, as in Unix, where the seconds are missing: put "0" in front.'
    return f"{wants}; this one has {len(fields)}."
