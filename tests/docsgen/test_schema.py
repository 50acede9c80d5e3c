from __future__ import annotations

import pytest

from stitch_provider.docsgen.schema import identity_section, schema_section, type_name
from stitch_provider.terraform.schema.attribute import (
    Attribute,
    IdentityAttribute,
    IdentitySchema,
    NestedAttributes,
    Schema,
)
from stitch_provider.terraform.values.types import (
    BOOL,
    DYNAMIC,
    NUMBER,
    STRING,
    ListType,
    MapType,
    ObjectType,
    SetType,
    TupleType,
    Type,
)

WRITE_ONLY = "https://developer.hashicorp.com/terraform/language/resources/ephemeral#write-only-arguments"


def schema(**attributes: Attribute) -> Schema:
    return Schema(description="A widget.", attributes=attributes)


@pytest.mark.parametrize(
    ("type_", "name"),
    [
        (STRING, "String"),
        (NUMBER, "Number"),
        (BOOL, "Boolean"),
        (DYNAMIC, "Dynamic"),
        (ListType(STRING), "List of String"),
        (SetType(NUMBER), "Set of Number"),
        (MapType(ListType(BOOL)), "Map of List of Boolean"),
        (ObjectType({"a": STRING}), "Object"),
        (TupleType((STRING,)), "Tuple"),
    ],
)
def test_types_are_named_as_in_the_registry(type_: Type, name: str) -> None:
    assert type_name(type_) == name


def test_attributes_are_grouped_and_sorted_by_name() -> None:
    section = schema_section(
        schema(
            size=Attribute(type=NUMBER, optional=True, computed=True, default=3, description="Size. Default: `3`."),
            name=Attribute(type=STRING, required=True, requires_replace=True, description="Name."),
            id=Attribute(type=STRING, computed=True, description="Id."),
            color=Attribute(type=STRING, optional=True, deprecated="Use hue.", description="Color. Default: none."),
        )
    )
    assert section == (
        "## Schema\n\n"
        "### Required\n\n- `name` (String, Forces replacement) Name.\n\n"
        "### Optional\n\n"
        "- `color` (String, Deprecated) Color. Default: none. Use hue.\n"
        "- `size` (Number) Size. Default: `3`.\n\n"
        "### Read-Only\n\n- `id` (String) Id."
    )


def test_secrets_are_marked() -> None:
    section = schema_section(
        schema(
            token=Attribute(type=STRING, optional=True, sensitive=True, description="Token."),
            token_wo=Attribute(type=STRING, optional=True, write_only=True, description="Token."),
        )
    )
    assert "- `token` (String, Sensitive) Token.\n" in section
    assert f"- `token_wo` (String, [Write-only]({WRITE_ONLY})) Token." in section
    assert f"> **NOTE**: [Write-only arguments]({WRITE_ONLY}) require Terraform or OpenTofu 1.11 or newer." in section


def test_each_nested_schema_has_a_section_with_an_anchor() -> None:
    inner = NestedAttributes(
        nesting="map", attributes={"deep": Attribute(type=STRING, required=True, description="Deep.")}
    )
    outer = NestedAttributes(attributes={"inner": Attribute(type=inner, optional=True, description="Inner.")})
    section = schema_section(schema(outer=Attribute(type=outer, optional=True, description="Outer.")))
    assert section.endswith(
        "- `outer` (Attributes) Outer. (see [below for nested schema](#nestedatt--outer))\n\n"
        '<a id="nestedatt--outer"></a>\n### Nested Schema for `outer`\n\n'
        "Optional:\n\n"
        "- `inner` (Attributes Map) Inner. (see [below for nested schema](#nestedatt--outer--inner))\n\n"
        '<a id="nestedatt--outer--inner"></a>\n### Nested Schema for `outer.inner`\n\n'
        "Required:\n\n- `deep` (String) Deep."
    )


def test_a_schema_without_attributes_says_so() -> None:
    assert schema_section(schema()) == "## Schema\n\nThis block has no arguments."


def test_an_identity_schema_groups_required_and_optional_attributes() -> None:
    identity = IdentitySchema(
        attributes={
            "id": IdentityAttribute(type=STRING, description="Id."),
            "client_id": IdentityAttribute(type=STRING, description="Account.", required_for_import=False),
        }
    )
    assert identity_section(identity) == (
        "### Identity Schema\n\n"
        "#### Required\n\n- `id` (String) Id.\n\n"
        "#### Optional\n\n- `client_id` (String) Account."
    )
