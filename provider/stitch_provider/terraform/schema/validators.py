"""Validators: what may stand in an attribute beyond its type.

A validator is called with a value that is known and not null. Unknowns may stand inside a collection or object: a
validator passes over them, as they are checked once they are known. Texts name what is allowed and never repeat the
value, which may be a secret, unless it is one of a few words that a user misspelt.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal

from msgspec import Struct

from stitch_provider.terraform.diagnostics import Diagnostic, error
from stitch_provider.terraform.schema.attribute import Validator
from stitch_provider.terraform.schema.duration import parse_duration
from stitch_provider.terraform.schema.suggestions import nearest
from stitch_provider.terraform.values.path import Path, elements
from stitch_provider.terraform.values.value import SetValue, Unknown, Value

_WRONG = "Invalid attribute value"
_COMBINATION = "Invalid combination of attributes"


class OneOf(Struct, frozen=True):
    """One of a few words or numbers; a word that is none is answered with the nearest ones."""

    allowed: tuple[str | int, ...]

    def validate(self, value: Value, path: Path) -> Iterable[Diagnostic]:
        """An error where the value is not allowed."""
        if value not in self.allowed:
            words = [allowed for allowed in self.allowed if isinstance(allowed, str)]
            listing = ", ".join(
                f'"{allowed}"' if isinstance(allowed, str) else str(allowed) for allowed in self.allowed
            )
            hint = nearest(value, words) if isinstance(value, str) and words else ""
            valid = "" if hint.startswith(" Valid") else f" Valid: {listing}."
            yield error(_WRONG, f"{path} does not have a value that is allowed.{hint}{valid}", path)


class Matches(Struct, frozen=True):
    """A string that a regular expression matches as a whole; `wanted` says in words what it looks like."""

    pattern: str
    wanted: str

    def validate(self, value: Value, path: Path) -> Iterable[Diagnostic]:
        """An error where the string does not match."""
        if not isinstance(value, str) or not re.fullmatch(self.pattern, value):
            yield error(_WRONG, f"{path} must be {self.wanted}.", path)


DIGITS = Matches(pattern=r"[0-9]+", wanted='an id: a string of digits, such as "12345"')
"""The id of an object of a service that numbers its objects."""

NOT_BLANK = Matches(pattern=r"(?s).*\S.*", wanted="a text that is not empty")
"""A string with something in it besides white space."""


class Length(Struct, frozen=True):
    """How long a string (in characters) or how large a collection (in elements) may be."""

    at_least: int = 0
    at_most: int | None = None

    def validate(self, value: Value, path: Path) -> Iterable[Diagnostic]:
        """An error where there are too few or too many."""
        if not isinstance(value, str | tuple | SetValue | Mapping):
            return
        if len(value) < self.at_least or (self.at_most is not None and len(value) > self.at_most):
            noun = "characters" if isinstance(value, str) else "elements"
            yield error(_WRONG, f"{path} must have {_range(self.at_least or None, self.at_most)} {noun}.", path)


NOT_EMPTY = Length(at_least=1)
"""A string, collection or object map with anything in it."""


class Between(Struct, frozen=True):
    """A number that is not too small and not too large; both ends are allowed, `whole` allows no fraction."""

    at_least: int | Decimal | None = None
    at_most: int | Decimal | None = None
    whole: bool = False

    def validate(self, value: Value, path: Path) -> Iterable[Diagnostic]:
        """An error where the number is out of range or has a fraction that it may not have."""
        if not isinstance(value, int | Decimal):
            return
        too_small = self.at_least is not None and value < self.at_least
        too_large = self.at_most is not None and value > self.at_most
        if too_small or too_large:
            yield error(_WRONG, f"{path} must be {_range(self.at_least, self.at_most)}.", path)
        if self.whole and isinstance(value, Decimal) and value != value.to_integral_value():
            yield error(_WRONG, f"{path} must be a whole number.", path)


class Duration(Struct, frozen=True):
    """A duration as Go writes it, such as `90s` or `1h30m`; `at_least` in seconds."""

    at_least: float = 0.0

    def validate(self, value: Value, path: Path) -> Iterable[Diagnostic]:
        """An error where the string is no duration or too short a one."""
        try:
            seconds = parse_duration(value) if isinstance(value, str) else None
        except ValueError:
            seconds = None
        if seconds is None:
            yield error(_WRONG, f'{path} must be a duration, such as "90s", "20m" or "1h30m".', path)
        elif seconds < self.at_least:
            yield error(_WRONG, f"{path} must be a duration of at least {self.at_least:g} seconds.", path)


class Each(Struct, frozen=True):
    """Applies validators to every known element of a list, set or map."""

    validators: tuple[Validator, ...]

    def validate(self, value: Value, path: Path) -> Iterable[Diagnostic]:
        """What is wrong with any element."""
        for place, element in elements(value, path):
            if element is not None and not isinstance(element, Unknown):
                for validator in self.validators:
                    yield from validator.validate(element, place)


class EachKey(Struct, frozen=True):
    """Applies validators to every key of a map."""

    validators: tuple[Validator, ...]

    def validate(self, value: Value, path: Path) -> Iterable[Diagnostic]:
        """What is wrong with any key."""
        for key in value if isinstance(value, Mapping) else ():
            for validator in self.validators:
                yield from validator.validate(key, path.key(key))


class NoNulls(Struct, frozen=True):
    """No element of a list, set or map is null."""

    def validate(self, value: Value, path: Path) -> Iterable[Diagnostic]:
        """An error for each element that is null."""
        for place, element in elements(value, path):
            if element is None:
                yield error(_WRONG, f"{place} must not be null. Leave the element out instead.", place)


class ExactlyOneOf(Struct, frozen=True):
    """Of these attributes of an object, one is set and the others are not."""

    names: tuple[str, ...]

    def validate(self, value: Value, path: Path) -> Iterable[Diagnostic]:
        """An error where none is set, or more than one."""
        given, open_ = _given(value, self.names)
        if len(given) > 1:
            for name in given[1:]:
                yield error(_COMBINATION, f"Only one of {', '.join(self.names)} can be set.", path.attribute(name))
        elif not given and not open_:
            yield error(_COMBINATION, f"One of {', '.join(self.names)} must be set.", path)


class Conflicting(Struct, frozen=True):
    """Of these attributes of an object, at most one is set."""

    names: tuple[str, ...]

    def validate(self, value: Value, path: Path) -> Iterable[Diagnostic]:
        """An error where more than one is set."""
        given, _ = _given(value, self.names)
        for name in given[1:]:
            yield error(_COMBINATION, f"Only one of {', '.join(self.names)} can be set.", path.attribute(name))


class Requires(Struct, frozen=True):
    """Where the attribute `name` of an object is set, `other` is set too."""

    name: str
    other: str

    def validate(self, value: Value, path: Path) -> Iterable[Diagnostic]:
        """An error where only the first is set."""
        given, open_ = _given(value, (self.name, self.other))
        if self.name in given and self.other not in (*given, *open_):
            here = path.attribute(self.name)
            yield error(_COMBINATION, f"{here} has a meaning only together with {path.attribute(self.other)}.", here)


def _given(value: Value, names: tuple[str, ...]) -> tuple[list[str], list[str]]:
    """Which of the attributes are set, and which may turn out to be."""
    if not isinstance(value, Mapping):
        return [], list(names)
    set_ = [name for name in names if value[name] is not None]
    return (
        [name for name in set_ if not isinstance(value[name], Unknown)],
        [name for name in set_ if isinstance(value[name], Unknown)],
    )


def _range(low: int | Decimal | None, high: int | Decimal | None) -> str:
    if low is not None and high is not None:
        return f"{low}" if low == high else f"{low} to {high}"
    return f"at least {low}" if low is not None else f"at most {high}"
