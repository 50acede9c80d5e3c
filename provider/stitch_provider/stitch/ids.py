"""Ids: integers in the Connect API, strings of digits in Terraform."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeGuard

from stitch_provider.terraform.diagnostics import Diagnostic, DiagnosticError, error
from stitch_provider.terraform.schema.attribute import LateValidator
from stitch_provider.terraform.values.path import Path

if TYPE_CHECKING:
    from collections.abc import Iterable

    from stitch_provider.terraform.values.value import Value

_ID = Path.of("id")

_LONGEST = 18
"""Digits. Ids fit in 64 bits."""


def is_id(value: object) -> TypeGuard[str]:
    """Whether the value is an id: a string of at most 18 ASCII digits and nothing else."""
    return isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= _LONGEST


def to_number(text: str, path: Path = _ID) -> int:
    """The number of an id in the Connect API; raises DiagnosticError at `path` where the text is no id."""
    if not is_id(text):
        raise DiagnosticError(_malformed(path))
    return int(text)


def to_id(number: int) -> str:
    """The id that Terraform keeps for a number of the Connect API."""
    return str(number)


def to_optional_id(number: int | None) -> str | None:
    """The same for an object that the service may not show; None then."""
    return None if number is None else to_id(number)


def same_id(one: object, other: object) -> bool:
    """Whether two ids are the same number, such as `581220` and `0581220`."""
    return one == other or (is_id(one) and is_id(other) and int(one) == int(other))


class StitchId(LateValidator, frozen=True):
    """Checks that a value is an id."""

    def check(self, value: Value, path: Path) -> Iterable[Diagnostic]:
        return () if is_id(value) else (_malformed(path),)


def _malformed(path: Path) -> Diagnostic:
    text = f"{path} must be the id of a Stitch object: at most {_LONGEST} digits and nothing else, such as 581220."
    return error("Malformed id", text, path)
