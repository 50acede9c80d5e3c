"""Strategies for Quartz cron expressions, and for moments to ask about.

An expression belongs to one of three kinds:

- `expressions`: Quartz takes them, and reads them as they are written;
- `refused`: Quartz does not take them, or they never fire because a field is empty or a year out of bounds;
- `misread`: Quartz takes them, but skips or changes a part of what is written.

The kinds follow Quartz's `CronExpression` (version 2.5). Seconds are `0` or `00`, except in
`with_seconds`, in `edited` and where they are what is wrong.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Texts = st.SearchStrategy[str]

MONTH_WORDS: Final = (
    *("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"),
    *("JANUARY", "FEBRUARY", "MARCH", "APRIL", "JUNE", "JULY", "AUGUST", "SEPT", "OCTOBER", "NOVEMBER", "DECEMBER"),
)
DAY_WORDS: Final = (
    *("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"),
    *("SUNDAY", "MONDAY", "TUES", "WEDNESDAY", "THUR", "FRIDAY", "SATURDAY"),
)
FIRST_YEAR: Final = 1970
LAST_YEAR: Final = 2199


def _short(words: Sequence[str]) -> Texts:
    return st.sampled_from([word for word in words if len(word) == len("MON")])


def numbers(least: int, most: int) -> Texts:
    """Numbers, some with zeros in front."""
    return st.builds("{}{}".format, st.sampled_from(["", "", "", "0"]), st.integers(least, most))


def items(least: int, most: int, words: Sequence[str] = (), *, wraps: bool = True) -> Texts:
    """Elements of a list: values, ranges and steps."""
    start = numbers(least, most)
    ends = st.tuples(st.integers(least, most), st.integers(least, most))
    span = ends.map(lambda pair: pair if wraps else sorted(pair)).map("{0[0]}-{0[1]}".format)
    parts = [
        start,
        span,
        st.builds("{}/{}".format, start | st.sampled_from(["*", ""]), numbers(1, min(most, 59))),
        st.builds("{}/{}".format, span, numbers(1, 2 * most)),
        st.just("*"),
    ]
    if words:
        parts += [st.sampled_from(words), st.builds("{}-{}".format, _short(words), st.sampled_from(words))]
    return st.one_of(parts)


def lists(item: Texts) -> Texts:
    """One to three elements; a list of several may have a comma too many."""
    several = st.lists(item, min_size=2, max_size=3).map(",".join)
    return item | several | several.map(lambda text: text + ",")


seconds = lists(items(0, 59))
minutes = lists(items(0, 59))
hours = lists(items(0, 23))
months = lists(items(1, 12, MONTH_WORDS))
years = lists(items(FIRST_YEAR, LAST_YEAR, wraps=False) | st.integers(2020, 2040).map(str))

_from_last = st.just("L") | numbers(0, 30).map("L-{}".format)
days_of_month = lists(items(1, 31) | _from_last) | (_from_last | numbers(1, 31)).map("{}W".format)

_day = numbers(1, 7) | _short(DAY_WORDS)
days_of_week = (
    lists(items(1, 7, DAY_WORDS))
    | st.just("L")
    | _day.map("{}L".format)
    | st.builds("{}#{}".format, _day, numbers(1, 5))
)


_open = st.just("?")
optional_year = st.sampled_from(["", "*"]) | years


@st.composite
def _built(draw: st.DrawFn, fields: Mapping[str, Texts] = MappingProxyType({})) -> str:
    """Expressions with these fields and well-formed others; where no day field is given, either decides."""
    if not fields.keys() & {"day of month", "day of week"}:
        day_field = draw(st.sampled_from([{"day of month": days_of_month}, {"day of week": days_of_week}]))
        fields = {**fields, **day_field}
    parts = (
        draw(fields.get("second", st.sampled_from(["0", "00"]))),
        draw(fields.get("minute", minutes)),
        draw(fields.get("hour", hours)),
        draw(fields.get("day of month", _open)),
        draw(fields.get("month", months)),
        draw(fields.get("day of week", _open)),
        draw(fields.get("year", optional_year)),
    )
    text = draw(st.sampled_from([" ", "  ", "\t"])).join(filter(None, parts))
    return text.lower() if draw(st.booleans()) else text


expressions = _built()
with_seconds = _built({"second": seconds})


def at_time(minute: str, hour: str) -> Texts:
    """Well-formed expressions that fire at this time of day only."""
    return _built({"minute": st.just(minute), "hour": st.just(hour)})


def _with_one(fields: Mapping[str, Texts]) -> Texts:
    """Well-formed expressions but for one field, which is one of these."""
    return st.one_of(_built({name: texts}) for name, texts in fields.items())


def _outside(least: int, most: int) -> Texts:
    """Numbers that a field does not take, in every place where it reads a number."""
    forms = st.sampled_from(["{0}", f"{least}-{{0}}", "{0}/2", "*/{0}", f"{most},{{0}}"])
    return st.builds(str.format, forms, st.integers(most + 1, 90))


_torn = st.sampled_from(
    ["5/", "/", "5-", "-5", "5-/2", "5-6/", "*/", "*/X", "5/X", "5-X", "X", ",", "\N{SUPERSCRIPT TWO}"]
)
_foreign = st.sampled_from(["5L", "5W", "5#1", "W", "WL", "?"])
_not_months = st.sampled_from(["0", "0-3", "L", "JA", "XYZ", "JAN-3", "1-MAR", "MON", "JAN-", "JAN-FE"])
_not_days_of_month = st.sampled_from(
    ["0", "0-3", "5L", "5#1", "L-31", "L-", "L-X", "32W", "W", "WL", "LL", "1,L-31", "MON"]
)
_not_days_of_week = st.sampled_from(
    [
        *("0", "0-3", "8L", "0L", "15W", "2#6", "2#", "MO", "XYZ", "JAN", "MON-6", "2-FRI", "MON-", "MON-FR"),
        *("MON#0", "MON#6", "MON#", "MON#X", "L,MON", "MON,FRIL", "6L,2", "MON#1,TUE#2"),
    ]
)
_not_years = st.sampled_from(["1969", "2200", "2030-2025", "L", "1,2024", "2024-2200"])

refused = (
    expressions.map(lambda text: " ".join(text.split()[:5]))
    | expressions.map("{} * * *".format)
    | _built({"day of month": _open, "day of week": _open})
    | _built({"day of month": days_of_month, "day of week": days_of_week})
    | _with_one(
        {
            "second": _outside(0, 59) | _torn | _foreign | st.sampled_from(["MON", "L", "60-5"]),
            "minute": _outside(0, 59) | _torn | _foreign | st.sampled_from(["MON", "L", "60-5"]),
            "hour": _outside(0, 23) | _torn | _foreign | st.sampled_from(["JAN", "LW", "24-5"]),
            "month": _outside(1, 12) | _torn | _foreign | _not_months,
            "day of month": _outside(1, 31) | _torn | _not_days_of_month,
            "day of week": _outside(1, 7) | _torn | _not_days_of_week,
            "year": _torn | _foreign | _not_years,
        }
    )
)

misread = _built({"day of month": st.sampled_from(["?X", "1,?"]), "day of week": st.just("MON")}) | _with_one(
    {
        "second": st.sampled_from(["5X", "*5", "0/0", "*/0", "5-9/0", "5-9L", "5-9-11", "5?"]),
        "minute": st.sampled_from(["5X", "*5", "0/0", "*/0", "5-9/0", "5-9L", "5-9-11", "5*", "5-9-11/"]),
        "hour": st.sampled_from(["5X", "*5", "0/0", "*/0", "5-9/0", "5-9W", "5-9-11", "5?"]),
        "month": st.sampled_from(
            ["JAN/3", "JAN-DEC/2", "JANUARY-MARCH", "JAN#1", "JAN*", "6-0", "1/0", "*5", "MARCH-MAY/2", "5X"]
        ),
        "day of month": st.sampled_from(["15W,20", "LW,15", "1-15W", "15WX", "L-W", "9-0", "1/0", "0W", "5X"]),
        "day of week": st.sampled_from(
            [
                *("MONDAY-FRIDAY", "MON-FRI/2", "FRI-MON/3", "MON/2", "MONDAY/2", "MONDAY#2", "MON-FRI#1", "MON#1,TUE"),
                *("FRIDAYL", "SUNLDAY", "MON-FRIL", "2-6L", "LW", "L-3", "6-0", "2X"),
            ]
        ),
    }
)


@st.composite
def edited(draw: st.DrawFn) -> str:
    """Well-formed expressions with one character left out, put in or replaced."""
    text = draw(expressions)
    at = draw(st.integers(0, len(text) - 1))
    put = draw(st.sampled_from(["", *"0123456789*?/-,LW#MONFRIJANX "]))
    return text[:at] + put + text[at + draw(st.integers(0, 1)) :]


def _end_of_month(year: int, month: int, before: int) -> datetime:
    last = datetime(year, month, monthrange(year, month)[1], 23, 59, 59, tzinfo=UTC)
    return last - timedelta(days=before)


moments = st.datetimes(
    datetime(1999, 12, 1, tzinfo=UTC).replace(tzinfo=None),
    datetime(2035, 1, 1, tzinfo=UTC).replace(tzinfo=None),
    timezones=st.just(UTC),
) | st.builds(
    _end_of_month,
    st.sampled_from([2023, 2024, 2027, 2028, 2096, 2099, 2100]),
    st.integers(1, 12) | st.sampled_from([2, 12]),
    st.integers(0, 4),
)
"""Moments of which a good part is close to the end of a month, in leap years and around the end of a century."""
