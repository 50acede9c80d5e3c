from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from stitch_provider.terraform.schema.validators import (
    EMAIL_ADDRESS,
    NOT_BLANK,
    ExactlyOneOf,
    Matches,
    NoNulls,
    OneOf,
    OnlyTrue,
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
        (Matches(r"[a-z]+", "a word"), "abc"),
        (EMAIL_ADDRESS, "on-call+stitch@mail.acme.example"),
        (NOT_BLANK, " a\n"),
        (NoNulls(), SetValue(["a", UNKNOWN])),
        (OnlyTrue("Do that."), True),
        (ExactlyOneOf(("x", "y")), {"x": 1, "y": None}),
        (ExactlyOneOf(("x", "y")), {"x": UNKNOWN, "y": None}),
        (ExactlyOneOf(("x", "y")), {"x": UNKNOWN, "y": 1}),
    ],
)
def test_an_allowed_value_has_no_diagnostics(validator: Validator, value: Any) -> None:
    assert complaints(validator, value) == []


@pytest.mark.parametrize(
    ("validator", "value", "path", "fragment"),
    [
        (OneOf(("FULL_TABLE", "INCREMENTAL")), "full_tabel", "a", 'Did you mean "FULL_TABLE"? Valid: "FULL_TABLE", "I'),
        (OneOf(("none", "all")), "whatever", "a", 'Valid: "all", "none".'),
        (OneOf((30, 60)), 45, "a", "Valid: 30, 60."),
        (Matches(r"[a-z]+", "a word"), "A", "a", "must be a word"),
        (Matches(r"[a-z]+", "a word"), "a1", "a", "must be a word"),
        (Matches(r"[a-z]+", "a word"), "a\n", "a", "must be a word"),
        (EMAIL_ADDRESS, "ada", "a", 'must be an email address, such as "ada@acme.example"'),
        (EMAIL_ADDRESS, "ada@acme", "a", "email address"),
        (EMAIL_ADDRESS, "a da@acme.example", "a", "email address"),
        (EMAIL_ADDRESS, "@acme.example", "a", "email address"),
        (EMAIL_ADDRESS, "ada@acme.example\n", "a", "email address"),
        (NOT_BLANK, " ", "a", "must be a text that is not empty"),
        (NoNulls(), {"k": None}, 'a["k"]', "must not be null"),
        (OnlyTrue("Do that."), False, "a", "a can only be true. Do that."),
        (ExactlyOneOf(("x", "y")), {"x": None, "y": None}, "a", "One of x, y must be set"),
        (ExactlyOneOf(("x", "y"), advice="Set x."), {"x": None, "y": None}, "a", "One of x, y must be set. Set x."),
        (ExactlyOneOf(("x", "y")), {"x": 1, "y": 1}, "a.y", "Only one of x, y can be set"),
    ],
)
def test_a_value_that_is_not_allowed_is_an_error_with_path_and_advice(
    validator: Validator, value: Any, path: str, fragment: str
) -> None:
    [(place, detail)] = complaints(validator, value)
    assert place == path
    assert fragment in detail


def test_a_value_that_may_be_secret_is_not_in_the_error() -> None:
    for validator in (EMAIL_ADDRESS, OneOf(("a",))):
        [(_, detail)] = complaints(validator, "hunter2")
        assert "hunter2" not in detail
