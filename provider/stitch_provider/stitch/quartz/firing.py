"""Firing: the moments at which an expression fires.

Theory of operation. Which days of a month an expression allows is a small set that depends on the month alone, so the
search goes through years, months, days, hours, minutes and seconds, each level over the values that its field allows
and no others; nothing is tried second by second. Where the documentation of Quartz is not precise, this does what its
`CronExpression` (version 2.5) does:

- `L-3` is the third day before the last of the month: the 28th of January.
- `15W` never leaves the month: where the 1st is a Saturday, `1W` is Monday the 3rd.
- A day that a month does not have (the 31st of April, `31W`, `L-30` in February, a fifth Friday) skips the month.

In one point this differs from that class. Where a day with `W` is moved to a Monday, the class finds the first moment
of that day and misses the others. It also misses early moments of a day with `W` when the search begins in the middle
of another day. The documentation mentions neither, so this search finds all moments.
"""

from __future__ import annotations

from calendar import SATURDAY, SUNDAY, monthrange
from datetime import UTC, datetime
from itertools import product
from typing import TYPE_CHECKING

from stitch_provider.stitch.quartz.expression import LAST_YEAR

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stitch_provider.stitch.quartz.expression import DaysOfMonth, DaysOfWeek, Expression

_WEEK = 7


def firings(expression: Expression, after: datetime) -> Iterator[datetime]:
    """The moments later than `after` at which the expression fires, in order, in UTC; they end with the year 2199."""
    start = after.astimezone(UTC)
    hours, minutes, seconds = sorted(expression.hours), sorted(expression.minutes), sorted(expression.seconds)
    for year, month in _months(expression, start):
        for day in _days(expression, year, month):
            if (year, month, day) < (start.year, start.month, start.day):
                continue
            for hour, minute, second in product(hours, minutes, seconds):
                moment = datetime(year, month, day, hour, minute, second, tzinfo=UTC)
                if moment > start:
                    yield moment


def _months(expression: Expression, start: datetime) -> Iterator[tuple[int, int]]:
    """Year and month of every month from that of `start` that the expression allows."""
    months = sorted(expression.months)
    for year in range(start.year, LAST_YEAR + 1):
        if expression.years is None or year in expression.years:
            yield from ((year, month) for month in months if (year, month) >= (start.year, start.month))


def _days(expression: Expression, year: int, month: int) -> list[int]:
    first, length = monthrange(year, month)
    if expression.days_of_month is not None:
        return sorted(_by_month(expression.days_of_month, first, length))
    if expression.days_of_week is not None:
        return sorted(_by_week(expression.days_of_week, first, length))
    return []


def _by_month(allowed: DaysOfMonth, first: int, length: int) -> set[int]:
    """The days of a month of `length` days whose first is the weekday `first`, Monday being 0."""
    days = {day for day in allowed.days if day <= length} | {length - back for back in allowed.last if back < length}
    return {_nearest_weekday(day, first, length) for day in days} if allowed.nearest_weekday else days


def _nearest_weekday(day: int, first: int, length: int) -> int:
    """The day from Monday to Friday that is nearest to `day` in the same month."""
    weekday = (first + day - 1) % _WEEK
    if weekday == SATURDAY:
        return day - 1 if day > 1 else day + 2
    if weekday == SUNDAY:
        return day + 1 if day < length else day - 2
    return day


def _by_week(allowed: DaysOfWeek, first: int, length: int) -> set[int]:
    """The days of a month of `length` days whose first is the weekday `first`, Monday being 0."""
    days: set[int] = set()
    for number in allowed.days:
        days.update(_all(number, first, length))
    for number in allowed.last:
        days.add(_all(number, first, length)[-1])
    for number, which in allowed.nth:
        days.update(_all(number, first, length)[which - 1 : which])
    return days


def _all(number: int, first: int, length: int) -> range:
    """Every day of the month that is the day of the week `number`, Sunday being 1."""
    monday_based = (number + 5) % _WEEK
    return range(1 + (monday_based - first) % _WEEK, length + 1, _WEEK)
