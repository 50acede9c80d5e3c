from __future__ import annotations

from typing import Any

import pytest

from stitch_provider.terraform.diagnostics import Severity
from stitch_provider.terraform.schema.attribute import Attribute, NestedAttributes, Schema
from stitch_provider.terraform.schema.validation import missing_attributes, validate_config
from stitch_provider.terraform.schema.validators import ExactlyOneOf, Matches
from stitch_provider.terraform.values.types import STRING
from stitch_provider.terraform.values.value import UNKNOWN, SetValue

DIGITS = Matches(r"[0-9]+", "a string of digits")


def nested(nesting: Any) -> NestedAttributes:
    return NestedAttributes(
        nesting=nesting,
        attributes={
            "number": Attribute(type=STRING, description="Digits.", required=True, validators=(DIGITS,)),
            "token_wo": Attribute(type=STRING, description="Token.", optional=True, write_only=True),
        },
    )


SCHEMA = Schema(
    description="All nestings.",
    validators=(ExactlyOneOf(("one", "many")),),
    attributes={
        "name": Attribute(type=STRING, description="Name.", required=True, validators=(DIGITS,)),
        "one": Attribute(type=nested("single"), description="One.", optional=True),
        "many": Attribute(type=nested("list"), description="Many.", optional=True),
        "named": Attribute(type=nested("map"), description="Named.", optional=True),
        "some": Attribute(type=nested("set"), description="Some.", optional=True),
        "old": Attribute(type=STRING, description="Old.", optional=True, deprecated="Use name."),
        "secret_wo": Attribute(type=STRING, description="Secret.", optional=True, write_only=True),
        "burn": Attribute(type=STRING, description="Secret.", optional=True, write_only=True),
    },
)
INNER = {"number": "1", "token_wo": None}
BAD = {"number": "x", "token_wo": None}
HOLE = {"number": None, "token_wo": None}


def config(**given: Any) -> dict[str, Any]:
    return {**dict.fromkeys(SCHEMA.attributes), "name": "1", "one": INNER, **given}


def test_a_valid_configuration_has_no_diagnostics() -> None:
    good = config(named={"k": INNER}, some=SetValue([INNER]))
    assert list(missing_attributes(SCHEMA, good)) == []
    assert list(validate_config(SCHEMA, good)) == []


@pytest.mark.parametrize(
    ("given", "path"),
    [
        ({"name": None}, "name"),
        ({"one": HOLE}, "one.number"),
        ({"many": (INNER, HOLE)}, "many[1].number"),
        ({"named": {"k": HOLE}}, 'named["k"].number'),
        ({"some": SetValue([HOLE])}, "some[element].number"),
    ],
)
def test_a_missing_required_attribute_is_an_error_at_every_depth(given: dict[str, Any], path: str) -> None:
    [missing] = missing_attributes(SCHEMA, config(**given))
    assert str(missing.path) == path
    assert missing.detail == f"{path} must be set."


@pytest.mark.parametrize(
    ("given", "path"),
    [
        ({"name": "x"}, "name"),
        ({"one": BAD}, "one.number"),
        ({"one": None, "many": (INNER, BAD)}, "many[1].number"),
        ({"named": {"k": BAD}}, 'named["k"].number'),
        ({"some": SetValue([BAD])}, "some[element].number"),
        ({"many": (INNER,)}, "many"),
    ],
)
def test_validators_run_at_every_depth(given: dict[str, Any], path: str) -> None:
    [wrong] = validate_config(SCHEMA, config(**given))
    assert str(wrong.path) == path


@pytest.mark.parametrize(
    "given",
    [
        {"name": UNKNOWN},
        {"one": UNKNOWN},
        {"one": {"number": UNKNOWN, "token_wo": None}},
        {"named": UNKNOWN},
        {"named": {"k": UNKNOWN}},
        {"some": SetValue([UNKNOWN])},
    ],
)
def test_unknown_values_are_not_validated(given: dict[str, Any]) -> None:
    assert list(missing_attributes(SCHEMA, config(**given))) == []
    assert list(validate_config(SCHEMA, config(**given))) == []


@pytest.mark.parametrize(
    ("given", "path", "fix"),
    [
        ({"secret_wo": "x"}, "secret_wo", "Use secret instead, or use a newer version."),
        ({"secret_wo": UNKNOWN}, "secret_wo", "Use secret instead, or use a newer version."),
        ({"burn": "x"}, "burn", "Leave it out, or use a newer version."),
        ({"named": {"k": {"number": "1", "token_wo": "x"}}}, 'named["k"].token_wo', 'Use named["k"].token instead'),
    ],
)
def test_a_write_only_attribute_is_an_error_if_the_client_does_not_support_it(
    given: dict[str, Any], path: str, fix: str
) -> None:
    [refused] = validate_config(SCHEMA, config(**given), write_only_allowed=False)
    assert str(refused.path) == path
    assert "Terraform or OpenTofu 1.11" in refused.detail
    assert fix in refused.detail
    assert list(validate_config(SCHEMA, config(**given), write_only_allowed=True)) == []


def test_a_deprecated_attribute_is_a_warning() -> None:
    [warned] = validate_config(SCHEMA, config(old="x"))
    assert warned.severity is Severity.WARNING
    assert warned.detail == "old is deprecated. Use name."
