"""Validators, which limit the values of an attribute further than its type.

A validator is called with a value that is known and not null. A collection or object can contain unknown values, which
a validator ignores: they are checked once they are known. Texts say what is allowed. They never contain the value,
which may be a secret.
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
    """One of a few words or numbers. For another word, the diagnostic suggests the most similar ones."""

    allowed: tuple[str | int, ...]

    def validate(self, value: Value, path: Path) -> Iterable[Diagnostic]:
        """An error if the value is not allowed."""
        if value not in self.allowed:
            words = [allowed for allowed in self.allowed if isinstance(allowed, str)]
            listing = ", ".join(
                f'"{allowed}"' if isinstance(allowed, str) else str(allowed) for allowed in self.allowed
            )
            hint = nearest(value, words) if isinstance(value, str) and words else ""
            valid = "" if hint.startswith(" Valid") else f" Valid: {listing}."
            yield error(_WRONG, f"{path} has a value that is not allowed.{hint}{valid}", path)


class Matches(Struct, frozen=True):
    """A string that a regular expression matches as a whole. `wanted` describes such a string in words."""

    pattern: str
    wanted: str

    def validate(self, value: Value, path: Path) -> Iterable[Diagnostic]:
        """An error if the string does not match."""
        if not isinstance(value, str) or not re.fullmatch(self.pattern, value):
            yield error(_WRONG, f"{path} must be {self.wanted}.", path)


EMAIL_ADDRESS = Matches(pattern=r"[^@\s]+@[^@\s]+\.[^@\s]+", wanted='an email address, such as "ada@acme.example"')

NOT_BLANK = Matches(pattern=r"(?s).*\S.*", wanted="a text that is not empty")
"""A string that contains more than white space."""


class NoNulls(Struct, frozen=True):
    """No element of a list, set or map is null."""

    def validate(self, value: Value, path: Path) -> Iterable[Diagnostic]:
        """An error for each element that is null."""
        for place, element in elements(value, path):
            if element is None:
                yield error(_WRONG, f"{place} must not be null. Leave the element out instead.", place)


class OnlyTrue(Struct, frozen=True):
    """A bool that can only be true. `instead` is a sentence that says what to do for anything else."""

    instead: str

    def validate(self, value: Value, path: Path) -> Iterable[Diagnostic]:
        """An error if the value is false."""
        if value is not True:
            yield error(_WRONG, f"{path} can only be true. {self.instead}", path)


class ExactlyOneOf(Struct, frozen=True):
    """An object in which exactly one of these attributes is set. `advice` is a sentence for an object without any."""

    names: tuple[str, ...]
    advice: str = ""

    def validate(self, value: Value, path: Path) -> Iterable[Diagnostic]:
        """An error if none is set, or more than one."""
        given, unknown = _given(value, self.names)
        if len(given) > 1:
            for name in given[1:]:
                yield error(_COMBINATION, f"Only one of {', '.join(self.names)} can be set.", path.attribute(name))
        elif not given and not unknown:
            advice = f" {self.advice}" if self.advice else ""
            yield error(_COMBINATION, f"One of {', '.join(self.names)} must be set.{advice}", path)


def _given(value: Value, names: tuple[str, ...]) -> tuple[list[str], list[str]]:
    """Which of the attributes are set, and which are unknown."""
    if not isinstance(value, Mapping):
        return [], list(names)
    set_ = [name for name in names if value[name] is not None]
    return (
        [name for name in set_ if not isinstance(value[name], Unknown)],
        [name for name in set_ if isinstance(value[name], Unknown)],
    )
