from __future__ import annotations

from typing import Any

import pytest

from fakes.widgets import WIDGET
from stitch_provider.terraform.schema.attribute import Attribute, NestedAttributes, Schema
from stitch_provider.terraform.schema.consistency import inconsistencies
from stitch_provider.terraform.schema.validators import DIGITS
from stitch_provider.terraform.values.types import NUMBER, STRING


def test_the_widget_schema_is_consistent() -> None:
    assert list(inconsistencies(WIDGET)) == []


def attribute(**given: Any) -> Attribute:
    return Attribute(**{"type": STRING, "description": "It.", **given})


@pytest.mark.parametrize(
    ("wrong", "fragment"),
    [
        (attribute(), "none of required, optional and computed"),
        (attribute(required=True, optional=True), "is required, so nothing else"),
        (attribute(required=True, computed=True), "is required, so nothing else"),
        (attribute(optional=True, computed=True, write_only=True), "write-only, so it cannot be computed"),
        (attribute(optional=True, write_only=True, requires_replace=True), "cannot require replacement"),
        (attribute(optional=True, use_state_for_unknown=True), "is not computed"),
        (attribute(computed=True, validators=(DIGITS,)), "needs no validators"),
        (attribute(optional=True, default="x"), "must be optional and computed"),
        (attribute(optional=True, computed=True, type=NUMBER, default="x"), "a default of another type"),
        (attribute(optional=True, description=" "), "has no description"),
        (attribute(optional=True, type=NestedAttributes(attributes={})), "has no attributes"),
        (
            attribute(
                optional=True,
                type=NestedAttributes(nesting="set", attributes={"a": attribute(optional=True, write_only=True)}),
            ),
            "nothing in it can be write-only",
        ),
        (attribute(optional=True, type=NestedAttributes(attributes={"in": attribute()})), "it.in is none of required"),
    ],
)
def test_an_inconsistent_attribute_is_reported(wrong: Attribute, fragment: str) -> None:
    [complaint] = inconsistencies(Schema(description="It.", attributes={"it": wrong}))
    assert fragment in complaint


@pytest.mark.parametrize("name", ["Name", "1st", "for_each", "a-b"])
def test_an_invalid_name_is_reported(name: str) -> None:
    [complaint] = inconsistencies(Schema(description="It.", attributes={name: attribute(required=True)}))
    assert "has a name that is" in complaint
