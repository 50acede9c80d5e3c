"""The function `quartz_next`: when a cron schedule fires (reference 4.2)."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import UTC, datetime
from decimal import Decimal
from itertools import islice
from typing import TYPE_CHECKING

from stitch_provider.stitch.quartz.expression import QuartzError, parse
from stitch_provider.stitch.quartz.firing import firings
from stitch_provider.stitch.timestamps import moment
from stitch_provider.terraform.resource import Function, FunctionError, Parameter
from stitch_provider.terraform.values.types import NUMBER, STRING, ListType

if TYPE_CHECKING:
    from stitch_provider.terraform.values.value import Value

MOST = 1000
"""The most moments that a call gives."""

_RFC3339 = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})", re.ASCII | re.IGNORECASE)


class QuartzNext(Function):
    """`quartz_next(cron, after, n)`."""

    name = "quartz_next"
    summary = "Moments at which a Quartz cron expression fires"
    description = (
        "The next `n` moments at which a Quartz expression fires, such as `schedule.cron` of a source. The moments "
        'are in UTC, such as `"2024-05-14T12:00:00Z"`. The list has fewer than `n` moments, or none, if the '
        "expression ends; no expression fires after the year 2199."
    )
    parameters = (
        Parameter(
            name="cron",
            type=STRING,
            description="Quartz expression in UTC, such as `0 0 12 ? * MON-FRI`: seconds (`0`), minutes, hours, "
            "day of month, month, day of week, optionally the year.",
        ),
        Parameter(
            name="after",
            type=STRING,
            description="Moment after which to begin, as an RFC 3339 timestamp such as `2024-05-14T09:30:00Z`.",
        ),
        Parameter(name="n", type=NUMBER, description=f"Number of moments, from 1 to {MOST}."),
    )
    return_type = ListType(STRING)

    def call(self, arguments: tuple[Value, ...]) -> Value:
        cron, after, n = arguments
        try:
            expression = parse(str(cron))
        except QuartzError as problem:
            raise FunctionError(str(problem), argument=0) from problem
        start = _start(str(after))
        if not isinstance(n, Decimal | int) or n != int(n) or not 1 <= n <= MOST:
            raise FunctionError(f"The number of moments must be a whole number from 1 to {MOST}.", argument=2)
        return tuple(f"{each:%Y-%m-%dT%H:%M:%SZ}" for each in islice(firings(expression, start), int(n)))


def _start(text: str) -> datetime:
    found = moment(text.upper()) if _RFC3339.fullmatch(text) else None
    if found is not None:
        with suppress(OverflowError):
            return found.astimezone(UTC)
    raise FunctionError(
        'The moment must be an RFC 3339 timestamp such as "2024-05-14T09:30:00Z". plantimestamp() gives the moment of '
        "the plan.",
        argument=1,
    )
