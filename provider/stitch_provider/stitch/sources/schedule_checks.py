"""Checks of the values of a schedule.

An existing source can have values that the provider does not set: frequencies and anchor times that Stitch accepted in
the past (A53), and cron expressions that Quartz reads otherwise than they are written (A31). An import takes them over.
A configuration alone does not show whether the source has them already. So the validators only warn of them. The
functions `check_...` refuse them, and are for a plan that gives a value to a source.
"""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from stitch_provider.stitch.quartz.expression import MisreadError, QuartzError, parse
from stitch_provider.stitch.timestamps import moment
from stitch_provider.terraform.diagnostics import Diagnostic, error, warning

if TYPE_CHECKING:
    from collections.abc import Iterable

    from stitch_provider.terraform.values.path import Path
    from stitch_provider.terraform.values.value import Value

MINUTES = (1, 30, 60, 360, 720, 1440)
"""The frequencies that Stitch offers."""

_DATE_TIME = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?(?:Z|[+-][0-9]{2}:[0-9]{2})"
)
"""A date and time as RFC 3339 writes it. Python reads other forms of ISO 8601 as well."""

_FULL_MINUTE = frozenset({0})


class Frequency(Struct, frozen=True):
    """Validates that a value is a number of minutes, and warns if Stitch does not offer it."""

    def validate(self, value: Value, path: Path) -> Iterable[Diagnostic]:
        if isinstance(value, int | Decimal) and value > 0 and value == int(value):
            return _only_kept(check_frequency(value, path))
        return check_frequency(value, path)


class AnchorTime(Struct, frozen=True):
    """Validates that a value is a time, and warns if it is not in UTC."""

    def validate(self, value: Value, path: Path) -> Iterable[Diagnostic]:
        found = check_anchor(value, path)
        return found if moment(str(value)) is None else _only_kept(found)


class Cron(Struct, frozen=True):
    """Validates that a value is a Quartz expression, and warns if Quartz reads it otherwise or it has seconds."""

    def validate(self, value: Value, path: Path) -> Iterable[Diagnostic]:
        try:
            expression = parse(str(value))
        except MisreadError:
            return _only_kept(check_cron(value, path))
        except QuartzError:
            return check_cron(value, path)
        if expression.seconds == _FULL_MINUTE:
            return ()
        detail = (
            f"The documentation of Stitch allows only 0 in the first field of {path}, the seconds. Stitch may refuse "
            "other seconds or start the source at another time. Write 0."
        )
        return (warning("Cron expression with seconds", detail, path),)


def check_frequency(value: Value, path: Path) -> tuple[Diagnostic, ...]:
    """An error if Stitch does not offer the frequency."""
    if value in MINUTES:
        return ()
    listing = ", ".join(map(str, MINUTES))
    return (error("Invalid frequency", f"{path} must be one of {listing}, not {value}.", path),)


def check_anchor(value: Value, path: Path) -> tuple[Diagnostic, ...]:
    """An error if the text is no time in UTC, in the form that Stitch accepts (reference 4.2)."""
    found = moment(str(value)) if _DATE_TIME.fullmatch(str(value)) else None
    if found is not None and found.utcoffset() == timedelta(0):
        return ()
    text = f'{path} must be a time in UTC with all parts of "2024-05-14T09:30:00Z", in the same form.'
    return (error("Malformed time", text, path),)


def check_cron(value: Value, path: Path) -> tuple[Diagnostic, ...]:
    """An error if Quartz refuses the expression, or reads it otherwise than it is written."""
    try:
        parse(str(value))
    except QuartzError as problem:
        return (error("Malformed cron expression", str(problem), path),)
    return ()


def _only_kept(problems: Iterable[Diagnostic]) -> Iterable[Diagnostic]:
    """Warnings instead of errors."""
    for problem in problems:
        detail = f"{problem.detail} Only a source that already has this value can keep it."
        yield replace(problem.as_warning(), detail=detail)
