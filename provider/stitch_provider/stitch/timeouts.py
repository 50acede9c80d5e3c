"""Timeouts: how long an operation may take, as Go durations such as `1h30m`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from msgspec import Struct

from stitch_provider.terraform.diagnostics import Diagnostic, DiagnosticError, error
from stitch_provider.terraform.schema.declaration import Model, optional
from stitch_provider.terraform.schema.duration import parse_duration
from stitch_provider.terraform.values.path import Path
from stitch_provider.terraform.values.value import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from stitch_provider.terraform.values.value import Value

DEFAULTS = {"create": "30m", "update": "30m", "delete": "10m", "read": "20m"}
"""What holds for an operation whose timeout is not set."""


def seconds(duration: str) -> float:
    """The length of a Go duration in seconds; raises ValueError where it is none or not above zero.

    >>> seconds("1h30m")
    5400.0
    """
    total = parse_duration(duration)
    if total <= 0:
        raise ValueError("not above zero")
    return total


def limit(timeouts: Struct | None, operation: Literal["create", "update", "delete", "read"]) -> float:
    """How many seconds the operation may take; `timeouts` has attributes named like it, or is null or unknown.

    Configurations are validated, but a destroy uses the state, which can be edited. Raises DiagnosticError for a text
    that is no duration.
    """
    configured = getattr(timeouts, operation, None)
    if not isinstance(configured, str):
        return seconds(DEFAULTS[operation])
    try:
        return seconds(configured)
    except ValueError as cause:
        raise DiagnosticError(_malformed(Path.of("timeouts", operation))) from cause


class Duration(Struct, frozen=True):
    """Validates that a value is a Go duration above zero."""

    def validate(self, value: Value, path: Path) -> Iterable[Diagnostic]:
        try:
            seconds(str(value))
        except ValueError:
            return (_malformed(path),)
        return ()


def _malformed(path: Path) -> Diagnostic:
    return error(
        "Malformed duration",
        f'{path} must be a duration such as "45s", "20m" or "1h30m": numbers, each with a unit.',
        path,
    )


def _timeout(operation: str) -> Any:
    return optional(
        f"Time limit of {operation}, including waits, as a duration such as `45s` or `1h30m`. Default: "
        f"`{DEFAULTS[operation]}`.",
        default=None,
        validators=(Duration(),),
    )


class Timeouts(Model):
    """How long each operation may take, waits and repeated attempts included."""

    create: str | Unknown | None = _timeout("create")
    update: str | Unknown | None = _timeout("update")
    delete: str | Unknown | None = _timeout("delete")


class ReadTimeout(Model):
    """How long a data source that waits for its turn may take."""

    read: str | Unknown | None = _timeout("read")


TIMEOUTS: Any = optional("Time limits of the operations.", default=None)
"""Declares the attribute `timeouts` of every resource and data source that waits."""
