from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from stitch_provider.terraform.schema.validators import (
    DIGITS,
    NOT_BLANK,
    NOT_EMPTY,
    Between,
    Conflicting,
    Duration,
    Each,
    EachKey,
    ExactlyOneOf,
    Length,
    Matches,
    NoNulls,
    OneOf,
    Requires,
)
from stitch_provider.terraform.values.path import Path
from stitch_provider.terraform.values.value import UNKNOWN, SetValue

if TYPE_CHECKING:
    from stitch_provider.terraform.schema.attribute import Validator

PATH = Path.of("a")


def complaints(validator: Validator, value: Any) -> list[tuple[str, str]]:
    return [(str(diagnostic.path), diagnostic.detail) for diagnostic in validator.validate(value, PATH)]


@pytest.mark.parametrize(
    ("validator", "value"),
    [
        (OneOf(("none", "all")), "none"),
        (OneOf((30, 60)), 60),
        (DIGITS, "123"),
        (NOT_BLANK, " a\n"),
        (NOT_EMPTY, {"a": 1}),
        (Length(at_least=2, at_most=2), ("a", "b")),
        (Length(at_most=3), "abc"),
        (Between(at_least=0, at_most=1), Decimal("0.5")),
        (Between(whole=True), 3),
        (Duration(), "1h30m"),
        (Duration(at_least=60), "60s"),
        (Each((DIGITS,)), ("1", None, UNKNOWN)),
        (EachKey((DIGITS,)), {"1": None}),
        (NoNulls(), SetValue(["a", UNKNOWN])),
        (ExactlyOneOf(("x", "y")), {"x": 1, "y": None}),
        (ExactlyOneOf(("x", "y")), {"x": UNKNOWN, "y": None}),
        (ExactlyOneOf(("x", "y")), {"x": UNKNOWN, "y": 1}),
        (Conflicting(("x", "y")), {"x": None, "y": None}),
        (Conflicting(("x", "y")), {"x": UNKNOWN, "y": 1}),
        (Requires("x", "y"), {"x": 1, "y": UNKNOWN}),
        (Requires("x", "y"), {"x": None, "y": 1}),
    ],
)
def test_what_is_allowed_passes(validator: Validator, value: Any) -> None:
    assert complaints(validator, value) == []


@pytest.mark.parametrize(
    ("validator", "value", "path", "fragment"),
    [
        (OneOf(("FULL_TABLE", "INCREMENTAL")), "full_tabel", "a", 'Did you mean "FULL_TABLE"? Valid: "FULL_TABLE", "I'),
        (OneOf(("none", "all")), "whatever", "a", 'Valid: "all", "none".'),
        (OneOf((30, 60)), 45, "a", "Valid: 30, 60."),
        (DIGITS, "12a", "a", 'must be an id: a string of digits, such as "12345"'),
        (DIGITS, "12\n", "a", "string of digits"),
        (DIGITS, "١٢", "a", "string of digits"),
        (Matches(r"[a-z]+", "a word"), "A", "a", "must be a word"),
        (NOT_BLANK, " ", "a", "must be a text that is not empty"),
        (NOT_EMPTY, "", "a", "must have at least 1 characters"),
        (NOT_EMPTY, (), "a", "must have at least 1 elements"),
        (Length(at_most=2), "abc", "a", "must have at most 2 characters"),
        (Length(at_least=1, at_most=2), ("a", "b", "c"), "a", "must have 1 to 2 elements"),
        (Between(at_least=1, at_most=5), 6, "a", "must be 1 to 5"),
        (Between(at_least=1), 0, "a", "must be at least 1"),
        (Between(whole=True), Decimal("1.5"), "a", "must be a whole number"),
        (Duration(), "1 hour", "a", 'must be a duration, such as "90s"'),
        (Duration(at_least=60), "59s", "a", "at least 60 seconds"),
        (Each((DIGITS,)), {"k": "x"}, 'a["k"]', "string of digits"),
        (Each((DIGITS,)), SetValue(["x"]), "a[element]", "string of digits"),
        (EachKey((DIGITS,)), {"k": "1"}, 'a["k"]', "string of digits"),
        (NoNulls(), {"k": None}, 'a["k"]', "must not be null"),
        (ExactlyOneOf(("x", "y")), {"x": None, "y": None}, "a", "One of x, y must be set"),
        (ExactlyOneOf(("x", "y")), {"x": 1, "y": 1}, "a.y", "Only one of x, y can be set"),
        (Conflicting(("x", "y")), {"x": 1, "y": 1}, "a.y", "Only one of x, y can be set"),
        (Requires("x", "y"), {"x": 1, "y": None}, "a.x", "a.x has a meaning only together with a.y"),
    ],
)
def test_what_is_not_allowed_is_an_error_that_names_the_place_and_the_remedy(
    validator: Validator, value: Any, path: str, fragment: str
) -> None:
    [(place, detail)] = complaints(validator, value)
    assert place == path
    assert fragment in detail


def test_a_value_that_may_be_secret_is_not_repeated() -> None:
    for validator in (DIGITS, OneOf(("a",)), Duration(), Length(at_most=2)):
        [(_, detail)] = complaints(validator, "hunter2")
        assert "hunter2" not in detail
