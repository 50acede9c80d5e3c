"""Validators: what may stand in an attribute beyond its type.

A validator is called with a value that is known and not null. Unknowns may stand inside a collection or object: a
validator passes over them, as they are checked once they are known. Texts name what is allowed and never repeat the
value, which may be a secret, unless it is one of a few words that a user misspelt.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from msgspec import Struct

from stitch_provider.terraform.diagnostics import Diagnostic, error
from stitch_provider.terraform.schema.suggestions import nearest
from stitch_provider.terraform.values.path import Path, elements
from stitch_provider.terraform.values.value import Unknown, Value

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

EMAIL_ADDRESS = Matches(pattern=r"[^@\s]+@[^@\s]+\.[^@\s]+", wanted='an email address, such as "ada@acme.example"')

NOT_BLANK = Matches(pattern=r"(?s).*\S.*", wanted="a text that is not empty")
"""A string with something in it besides white space."""


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


def _given(value: Value, names: tuple[str, ...]) -> tuple[list[str], list[str]]:
    """Which of the attributes are set, and which may turn out to be."""
    if not isinstance(value, Mapping):
        return [], list(names)
    set_ = [name for name in names if value[name] is not None]
    return (
        [name for name in set_ if not isinstance(value[name], Unknown)],
        [name for name in set_ if isinstance(value[name], Unknown)],
    )
