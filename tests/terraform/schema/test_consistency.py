from __future__ import annotations

from typing import Any

import pytest

from fakes.widgets import WIDGET
from stitch_provider.terraform.schema.attribute import Attribute, NestedAttributes, Schema
from stitch_provider.terraform.schema.consistency import inconsistencies
from stitch_provider.terraform.values.types import NUMBER, STRING


def test_the_widget_schema_is_consistent() -> None:
    assert list(inconsistencies(WIDGET)) == []


def attribute(**given: Any) -> Attribute:
    return Attribute(**{"type": STRING, "description": "It.", "optional": True, **given})


@pytest.mark.parametrize(
    ("wrong", "fragment"),
    [
        (attribute(computed=True, write_only=True), "write-only, so it cannot be computed"),
        (attribute(write_only=True, requires_replace=True), "cannot require replacement"),
        (attribute(computed=True, type=NUMBER, default="x"), "a default of another type"),
        (attribute(description=" "), "has no description"),
        (attribute(type=NestedAttributes(attributes={})), "has no attributes"),
        (
            attribute(type=NestedAttributes(attributes={"in": attribute(description="")})),
            "it.in has no description",
        ),
    ],
)
def test_an_inconsistent_attribute_is_reported(wrong: Attribute, fragment: str) -> None:
    [complaint] = inconsistencies(Schema(description="It.", attributes={"it": wrong}))
    assert fragment in complaint


@pytest.mark.parametrize("name", ["Name", "1st", "for_each", "a-b"])
def test_an_invalid_name_is_reported(name: str) -> None:
    [complaint] = inconsistencies(Schema(description="It.", attributes={name: attribute()}))
    assert "has a name that is" in complaint
