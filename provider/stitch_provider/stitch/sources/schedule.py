"""Schedules: when a source replicates (reference 4.2), as the nested attribute `schedule`.

The service keeps a schedule in three properties of the source. This module converts them to the attribute and back. No
other attribute of the resource contains them.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from msgspec import Struct

from stitch_provider.stitch.quartz.expression import QuartzError, parse
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

MINUTES = (1, 30, 60, 360, 720, 1440)
"""The frequencies that Stitch offers."""


class Frequency(Struct, frozen=True):
    """Validates that a value is a frequency that Stitch offers."""

    def validate(self, value: Value, path: Path) -> Iterable[Diagnostic]:
        if value in MINUTES:
            return ()
        listing = ", ".join(map(str, MINUTES))
        return (error("Invalid frequency", f"{path} must be one of {listing}, not {value}.", path),)


class AnchorTime(Struct, frozen=True):
    """Validates that a value is a time in UTC."""

    def validate(self, value: Value, path: Path) -> Iterable[Diagnostic]:
        try:
            fine = datetime.fromisoformat(str(value)).utcoffset() == timedelta(0)
        except ValueError:
            fine = False
        if fine:
            return ()
        return (error("Malformed time", f'{path} must be a time in UTC, such as "2024-05-14T09:30:00Z".', path),)


class Cron(Struct, frozen=True):
    """Validates that a value is a Quartz expression."""

    def validate(self, value: Value, path: Path) -> Iterable[Diagnostic]:
        try:
            parse(str(value))
        except QuartzError as problem:
            return (error("Malformed cron expression", str(problem), path),)
        return ()


class OneForm(Struct, frozen=True):
    """Validates that a schedule is given in exactly one form."""

    def validate(self, value: Value, path: Path) -> Iterable[Diagnostic]:
        """Errors where it is given in both or in none, or an anchor has no frequency."""
        given: Mapping[str, Value] = value  # type: ignore[assignment]
        frequency, anchor, cron = given["frequency_minutes"], given["anchor_time"], given["cron"]
        if frequency is None and cron is None:
            yield error("Incomplete schedule", f"Set either frequency_minutes or cron in {path}.", path)
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
        "Quartz expression in UTC, such as `0 0 12 ? * MON-FRI`: seconds (always `0`), minutes, hours, day of month, "
        "month, day of week, optionally the year. Not available on the Standard plan. Exactly one of "
        "`frequency_minutes` and `cron` must be set.",
        default=None,
        validators=(Cron(),),
    )


def to_api(schedule: Schedule) -> dict[str, str | None]:
    """All properties of the schedule, as the service takes them; None where one has to be unset."""
    frequency = schedule.frequency_minutes
    return {
        FREQUENCY: str(frequency) if known(frequency) else None,
        ANCHOR: schedule.anchor_time if known(schedule.anchor_time) else None,
        CRON: schedule.cron if known(schedule.cron) else None,
    }


def from_api(properties: Mapping[str, str]) -> Schedule | None:
    """The schedule that these properties make, of which cron prevails; None where they make none."""
    cron = properties.get(CRON)
    if cron is not None:
        return Schedule(cron=cron)
    frequency = properties.get(FREQUENCY)
    if frequency is None or not frequency.isdigit():
        return None
    return Schedule(frequency_minutes=int(frequency), anchor_time=properties.get(ANCHOR))


def compare(declared: Schedule, properties: Mapping[str, str]) -> Schedule | None:
    """A declared schedule after a read that shows these properties.

    Same meaning, same spelling as declared. An anchor that is not declared is not compared: Stitch may have set it.
    """
    current = from_api(properties)
    if current is None:
        return None
    anchor = current.anchor_time if declared.anchor_time is not None else None
    return Schedule(
        frequency_minutes=current.frequency_minutes,
        anchor_time=declared.anchor_time if _same_time(declared.anchor_time, anchor) else anchor,
        cron=declared.cron if _same_cron(declared.cron, current.cron) else current.cron,
    )


def changes(planned: Schedule, prior: Schedule | None, properties: Mapping[str, str]) -> dict[str, str | None]:
    """The properties to send so that a source with these properties, known as `prior`, gets the planned schedule."""
    if planned == prior:
        return {}
    wanted = to_api(planned)
    sent: dict[str, str | None] = {name: value for name, value in wanted.items() if value is not None}
    if prior is None or (prior.cron is None) != (planned.cron is None):
        return sent | {name: None for name, value in wanted.items() if value is None and name in properties}
    dropped_anchor = planned.anchor_time is None and prior.anchor_time is not None
    return sent | ({ANCHOR: None} if dropped_anchor else {})


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
