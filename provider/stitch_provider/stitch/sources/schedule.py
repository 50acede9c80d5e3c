"""Schedules: when a source replicates (reference 4.2), as the nested attribute `schedule`.

The service keeps a schedule in three properties of the source. This module converts them to the attribute and back. No
other attribute of the resource contains them.
"""

from __future__ import annotations

import re
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from msgspec import Struct

from stitch_provider.stitch.quartz.expression import QuartzError, parse
from stitch_provider.stitch.sources.schedule_checks import (
    AnchorTime,
    Cron,
    Frequency,
    check_anchor,
    check_cron,
    check_frequency,
)
from stitch_provider.terraform.diagnostics import Diagnostic, error
from stitch_provider.terraform.schema.declaration import Model, optional
from stitch_provider.terraform.values.value import Unknown, known

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from stitch_provider.terraform.values.path import Path
    from stitch_provider.terraform.values.value import Value

FREQUENCY = "frequency_in_minutes"
ANCHOR = "anchor_time"
CRON = "cron_expression"

PROPERTIES = frozenset({FREQUENCY, ANCHOR, CRON})
"""The properties that make up a schedule."""

_DIGITS = re.compile(r"0*([1-9][0-9]{0,8})")


class OneForm(Struct, frozen=True):
    """Validates that a schedule is given in exactly one form."""

    def validate(self, value: Value, path: Path) -> Iterable[Diagnostic]:
        """Errors where it is given in both or in none, or an anchor has no frequency."""
        given: Mapping[str, Value] = value  # type: ignore[assignment]
        frequency, anchor, cron = given["frequency_minutes"], given["anchor_time"], given["cron"]
        if frequency is None and cron is None:
            yield error(
                "Incomplete schedule", f"Set either frequency_minutes or cron in {path}, or leave out {path}.", path
            )
        if frequency is not None and known(cron):
            yield error(
                "Conflicting schedule",
                f"{path} sets both frequency_minutes and cron. Remove one of them.",
                path.attribute("cron"),
            )
        elif known(cron) and known(anchor):
            yield error(
                "Anchor without frequency",
                "anchor_time has an effect only with frequency_minutes, not with cron. Remove anchor_time.",
                path.attribute("anchor_time"),
            )


class Schedule(Model, validators=(OneForm(),)):
    """A schedule: every so many minutes, from an anchor on if there is one, or by a cron expression."""

    frequency_minutes: int | Decimal | Unknown | None = optional(
        "Minutes between starts: 1, 30, 60, 360, 720 or 1440. Only databases can replicate every minute. Exactly one "
        "of `frequency_minutes` and `cron` must be set.",
        default=None,
        validators=(Frequency(),),
    )
    anchor_time: str | Unknown | None = optional(
        "Time in UTC, such as `2024-05-14T09:30:00Z`, from which `frequency_minutes` is counted. It has an effect "
        "for 60 minutes or more. Default: none; then it is counted from the previous start.",
        default=None,
        validators=(AnchorTime(),),
    )
    cron: str | Unknown | None = optional(
        "Quartz expression in UTC, such as `0 0 12 ? * MON-FRI`: seconds (`0`), minutes, hours, day of month, month, "
        "day of week, optionally the year. Not available on the Standard plan. Exactly one of "
        "`frequency_minutes` and `cron` must be set.",
        default=None,
        validators=(Cron(),),
    )


def check(planned: Schedule, prior: Schedule | None, path: Path) -> Iterable[Diagnostic]:
    """Errors about planned values that differ from those of `prior` and that the provider does not set."""
    before = Schedule() if prior is None else prior
    if known(planned.frequency_minutes) and planned.frequency_minutes != before.frequency_minutes:
        yield from check_frequency(planned.frequency_minutes, path.attribute("frequency_minutes"))
    if known(planned.anchor_time) and planned.anchor_time != before.anchor_time:
        yield from check_anchor(planned.anchor_time, path.attribute("anchor_time"))
    if known(planned.cron) and planned.cron != before.cron:
        yield from check_cron(planned.cron, path.attribute("cron"))


def to_api(schedule: Schedule) -> dict[str, str]:
    """The properties of the schedule, as the service takes them."""
    frequency = schedule.frequency_minutes
    properties = {
        FREQUENCY: str(frequency) if known(frequency) else None,
        ANCHOR: schedule.anchor_time if known(schedule.anchor_time) else None,
        CRON: schedule.cron if known(schedule.cron) else None,
    }
    return {name: value for name, value in properties.items() if value is not None}


def from_api(properties: Mapping[str, str]) -> Schedule | None:
    """The schedule that these properties make, of which cron prevails; None where they make none.

    Empty texts, which old sources can have (A53), count as absent.
    """
    cron = properties.get(CRON)
    if cron:
        return Schedule(cron=cron)
    frequency = _DIGITS.fullmatch(properties.get(FREQUENCY, ""))
    if frequency is None:
        return None
    return Schedule(frequency_minutes=int(frequency[1]), anchor_time=properties.get(ANCHOR) or None)


def compare(declared: Schedule | None, properties: Mapping[str, str]) -> Schedule | None:
    """A declared schedule after a read that shows these properties; None where none is declared.

    Same meaning, same spelling as declared. An anchor that is not declared is not compared: Stitch may have set it.
    """
    current = from_api(properties)
    if current is None or declared is None:
        return current
    anchor = current.anchor_time if declared.anchor_time is not None else None
    return Schedule(
        frequency_minutes=current.frequency_minutes,
        anchor_time=declared.anchor_time if _same_time(declared.anchor_time, anchor) else anchor,
        cron=declared.cron if _same_cron(declared.cron, current.cron) else current.cron,
    )


def changes(planned: Schedule, prior: Schedule | None, properties: Mapping[str, str]) -> dict[str, str | None]:
    """The properties to send so that a source with these properties, known as `prior`, gets the planned schedule.

    None unsets a property. The frequency is never unset, as every source has one (A9): a cron expression prevails over
    the frequency and the anchor time, which stay, and is unset where a frequency takes its place.
    """
    if planned == prior:
        return {}
    wanted = to_api(planned)
    if CRON in wanted:
        return {CRON: wanted[CRON]}
    known_before = {} if prior is None else to_api(prior)
    if FREQUENCY in known_before:
        new = {name: value for name, value in wanted.items() if known_before.get(name) != value}
        return new | {name: None for name in known_before if name not in wanted}
    stored = properties.keys() | known_before.keys()
    return wanted | {name: None for name in (ANCHOR, CRON) if name in stored and name not in wanted}


def _same_time(one: object, other: object) -> bool:
    try:
        return datetime.fromisoformat(str(one)) == datetime.fromisoformat(str(other))
    except (ValueError, TypeError):
        return one == other


def _same_cron(one: object, other: object) -> bool:
    try:
        return parse(str(one)) == parse(str(other))
    except QuartzError:
        return one == other
