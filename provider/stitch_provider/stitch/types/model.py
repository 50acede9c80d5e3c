"""The schemas of the data sources of types and their models."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from msgspec import Struct

from stitch_provider.stitch.attributes import fact
from stitch_provider.terraform.schema.attribute import Attribute, NestedAttributes, Schema
from stitch_provider.terraform.schema.validators import OneOf
from stitch_provider.terraform.values.types import BOOL, NUMBER, STRING, ListType

if TYPE_CHECKING:
    from stitch_provider.stitch.types.rules import Noun

KINDS = ("saas", "database", "webhook", "import_api")
"""The kinds of source types, by the catalog."""


class PropertyModel(Struct, frozen=True, kw_only=True):
    """A property of a type; attributes as in `PROPERTY`."""

    step: str
    required: bool
    credential: bool
    property_type: str
    immutable: bool
    read_only: bool
    expects: str | None
    json_schema: str | None
    default: str | None
    allowed: tuple[str, ...]


class SourceTypeModel(Struct, frozen=True, kw_only=True):
    """A source type; attributes as in `SOURCE_TYPE`."""

    type: str
    display_name: str | None = None
    kind: str | None = None
    documented: bool | None = None
    oauth: bool | None = None
    access: bool | None = None
    pipeline_state: str | None = None
    pricing_tier: str | None = None
    protocol: str | None = None
    image_version: str | None = None
    default_scheduling_interval: int | Decimal | None = None
    default_start_date: str | None = None
    upgrade_available: str | None = None
    steps: tuple[str, ...] | None = None
    properties: Mapping[str, PropertyModel] | None = None


class DestinationTypeModel(Struct, frozen=True, kw_only=True):
    """A destination type; attributes as in `DESTINATION_TYPE`."""

    type: str
    display_name: str | None = None
    documented: bool | None = None
    listed: bool | None = None
    oauth: bool | None = None
    access: bool | None = None
    pipeline_state: str | None = None
    pricing_tier: str | None = None
    protocol: str | None = None
    steps: tuple[str, ...] | None = None
    properties: Mapping[str, PropertyModel] | None = None


class SourceTypeSummary(Struct, frozen=True, kw_only=True):
    """A source type in a list."""

    type: str
    display_name: str | None
    kind: str | None
    documented: bool
    oauth: bool
    access: bool | None
    pipeline_state: str | None
    pricing_tier: str | None
    upgrade_available: str | None


class DestinationTypeSummary(Struct, frozen=True, kw_only=True):
    """A destination type in a list."""

    type: str
    display_name: str | None
    documented: bool
    oauth: bool
    access: bool | None
    pipeline_state: str | None
    pricing_tier: str | None


class SourceTypesModel(Struct, frozen=True, kw_only=True):
    """Source types that pass filters, all of them where a filter is null; attributes as in `SOURCE_TYPES`."""

    kind: str | None = None
    oauth: bool | None = None
    access: bool | None = None
    pipeline_state: str | None = None
    types: tuple[SourceTypeSummary, ...] | None = None


class DestinationTypesModel(Struct, frozen=True, kw_only=True):
    """Destination types that pass filters, all of them where a filter is null; attributes as in `DESTINATION_TYPES`."""

    oauth: bool | None = None
    access: bool | None = None
    pipeline_state: str | None = None
    types: tuple[DestinationTypeSummary, ...] | None = None


PROPERTY = {
    "step": fact(STRING, "Step that it belongs to: `form` or `oauth`."),
    "required": fact(BOOL, "Whether its step needs it."),
    "credential": fact(BOOL, "Whether it is a secret, to be given in `credentials_wo` or `credentials`."),
    "property_type": fact(
        STRING,
        "Who sets it: `user_provided`; `user_provided_immutable`, once only; `user_provided_advanced`, with care; "
        "`system_provided_by_default`, Stitch unless the user does; `read_only`, Stitch.",
    ),
    "immutable": fact(BOOL, "Whether another value replaces the resource."),
    "read_only": fact(BOOL, "Whether only Stitch sets it."),
    "expects": fact(STRING, "What it takes, in words. Null where the service does not say."),
    "json_schema": fact(STRING, "What it takes, as the text of a JSON schema. Null where the service has none."),
    "default": fact(STRING, "Usual value, by the documentation. Null where it names none."),
    "allowed": fact(ListType(STRING), "Documented values; empty where any value goes."),
}
"""A property, by name in the attribute `properties`."""


def _summary(noun: Noun) -> dict[str, Attribute]:
    kind = {"kind": fact(STRING, "`saas`, `database`, `webhook` or `import_api`. Null where not known.")}
    successor = {"upgrade_available": fact(STRING, "Type that replaces it. Null where there is none.")}
    return {
        "display_name": fact(STRING, "Name for people. Null where not known."),
        **(kind if noun == "source" else {}),
        "documented": fact(BOOL, "Whether the documentation of the Connect API describes its properties."),
        "oauth": fact(BOOL, f"Whether each {noun} needs an authorisation with the third party."),
        "access": fact(BOOL, "Whether this account may create it. Null where the service does not say."),
        "pipeline_state": fact(STRING, "`alpha`, `beta`, `released` or `deprecated`."),
        "pricing_tier": fact(STRING, "`standard` or `enterprise`."),
        **(successor if noun == "source" else {}),
    }


def _type(noun: Noun, example: str) -> Attribute:
    return Attribute(type=STRING, required=True, description=f"Name of the {noun} type, such as `{example}`.")


_DETAILS = {
    "protocol": fact(STRING, "Type that does the work; differs for branded types."),
    "steps": fact(ListType(STRING), "Steps of the configuration, in order."),
    "properties": fact(NestedAttributes(nesting="map", attributes=PROPERTY), "Properties by name."),
}

SOURCE_TYPE = Schema(
    description="A source type as the service knows it now: what its sources take and whether the account may create "
    "them. Names, kinds, defaults and documented values come from the catalog that the provider brings along.",
    attributes={
        "type": _type("source", "platform.github"),
        **_summary("source"),
        **_DETAILS,
        "image_version": fact(STRING, "Version of the integration, such as `1.latest`."),
        "default_scheduling_interval": fact(NUMBER, "Minutes between replications where no schedule is set."),
        "default_start_date": fact(STRING, "Usual start of historical data, such as `-1 year`."),
    },
)

DESTINATION_TYPE = Schema(
    description="A destination type as the service knows it now, or as the catalog that the provider brings along has "
    "it where the service does not list it: what its destinations take and whether the account may create them. Names, "
    "defaults and documented values always come from the catalog.",
    attributes={
        "type": _type("destination", "snowflake"),
        **_summary("destination"),
        "listed": fact(BOOL, "Whether the service lists it. It may exist all the same."),
        **_DETAILS,
    },
)


def _filters(noun: Noun) -> dict[str, Attribute]:
    kind = Attribute(
        type=STRING,
        optional=True,
        validators=(OneOf(KINDS),),
        description="Only types of this kind: `saas`, `database`, `webhook` or `import_api`. Default: any.",
    )
    return {
        **({"kind": kind} if noun == "source" else {}),
        "oauth": Attribute(
            type=BOOL, optional=True, description="Only types with (`true`) or without authorisation. Default: any."
        ),
        "access": Attribute(
            type=BOOL,
            optional=True,
            description="Only types that this account may (`true`) or may not create. Default: any.",
        ),
        "pipeline_state": Attribute(
            type=STRING, optional=True, description="Only types in this state, such as `released`. Default: any."
        ),
    }


def _types(noun: Noun) -> Attribute:
    attributes = {"type": fact(STRING, f"Name of the {noun} type."), **_summary(noun)}
    return fact(NestedAttributes(nesting="list", attributes=attributes), "The types, sorted by name.")


SOURCE_TYPES = Schema(
    description="The source types that the service lists and that can be configured.",
    attributes={**_filters("source"), "types": _types("source")},
)

DESTINATION_TYPES = Schema(
    description="The destination types that the service lists. It has others, such as `bigquery_v2`, that it does not "
    "list; the data source `stitch_destination_type` knows those too.",
    attributes={**_filters("destination"), "types": _types("destination")},
)
