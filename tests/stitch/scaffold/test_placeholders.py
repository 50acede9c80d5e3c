from __future__ import annotations

import pytest

from stitch_provider.stitch.scaffold.placeholders import placeholder
from stitch_provider.stitch.types.rules import PropertyRule

NEW = "platform.not-in-the-catalog"


@pytest.mark.parametrize(
    ("rule", "value"),
    [
        (PropertyRule(name="start_date"), "2024-01-01T00:00:00Z"),
        (PropertyRule(name="depth", default="3", allowed=("1", "2")), "3"),
        (PropertyRule(name="depth", allowed=("1", "2")), "1"),
        (PropertyRule(name="depth", schema={"type": "string", "pattern": "^(low|high)$"}), "low"),
        (PropertyRule(name="depth", schema={"enum": ["shallow"]}), "shallow"),
        (PropertyRule(name="tank_depth"), "your-tank-depth"),
        (PropertyRule(name="depth", schema={"type": "string", "pattern": r"^\d+"}), "1"),
        (PropertyRule(name="depth", schema={"type": "boolean"}, typed=True), "false"),
        (PropertyRule(name="gauge", schema={"type": "string", "format": "email"}), "stitch@example.com"),
        (
            PropertyRule(name="gauge", schema={"anyOf": [{"format": "hostname"}, {"format": "ipv4"}]}),
            "server.example.com",
        ),
        (PropertyRule(name="gauges", schema={"type": "array", "items": {"type": "string"}}), '["your-gauges"]'),
        (
            PropertyRule(
                name="gauge",
                schema={"type": "object", "properties": {"unit": {"enum": ["m"]}, "x": {}}, "required": ["unit"]},
            ),
            '{"unit":"m"}',
        ),
    ],
)
def test_a_placeholder_is_the_first_fitting_one_of_example_usual_value_documented_value_and_name(
    rule: PropertyRule, value: str
) -> None:
    assert placeholder(NEW, rule) == value


def test_the_example_of_a_type_takes_precedence_over_the_usual_value() -> None:
    assert placeholder("snowflake", PropertyRule(name="port", default="5432")) == "443"


def test_an_example_that_the_service_no_longer_accepts_is_not_used() -> None:
    rule = PropertyRule(name="start_date", schema={"type": "string", "pattern": "^[0-9]{12}$"})
    assert placeholder("platform.github", rule) == "123456789012"


def test_a_schema_that_nothing_fits_is_reported() -> None:
    with pytest.raises(LookupError, match="no placeholder for depth"):
        placeholder(NEW, PropertyRule(name="depth", schema={"type": "string", "pattern": "^z{40}$"}))
