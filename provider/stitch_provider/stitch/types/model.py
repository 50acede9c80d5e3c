"""The models of the data sources of types."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from stitch_provider.terraform.schema.declaration import Model, computed, optional, required
from stitch_provider.terraform.schema.validators import OneOf

KINDS = ("saas", "database", "webhook", "import_api")
"""The kinds of source types, by the catalog."""


class PropertyModel(Model):
    """A property of a type."""

    meaning: str | None = computed("What the property is for. Null if it is not known.")
    step: str = computed("Step of the configuration that the property belongs to: `form` or `oauth`.")
    required: bool = computed("Whether the step requires the property.")
    credential: bool = computed("Whether the property is a secret, which belongs in `credentials_wo` or `credentials`.")
    property_type: str = computed(
        "Who sets the property: the user (`user_provided`, or `user_provided_advanced` for experts), the user once "
        "(`user_provided_immutable`), Stitch unless the user sets it (`system_provided_by_default`), or only Stitch "
        "(`read_only`)."
    )
    immutable: bool = computed("Whether another value of the property replaces the resource.")
    read_only: bool = computed("Whether only Stitch sets the property.")
    expects: str | None = computed("Valid values of the property, in words. Null if Stitch does not describe them.")
    json_schema: str | None = computed("Valid values of the property, as a JSON schema. Null if Stitch has no schema.")
    default: str | None = computed(
        "Usual value, according to the documentation of Stitch. Null if the documentation names none."
    )
    allowed: tuple[str, ...] = computed("Documented values. Empty if any value is possible.")


class TypeSummary(Model):
    """What a list shows of a type."""

    type: str = computed("Name of the {noun} type.")
    display_name: str | None = computed("Name of the product. Null if it is not known.")
    documented: bool | None = computed(
        "Whether the documentation of the Connect API describes the properties of the type."
    )
    oauth: bool | None = computed("Whether each {noun} must be authorized by the third party (OAuth).")
    access: bool | None = computed(
        "Whether this account may create a {noun} of this type. Null if Stitch does not show it."
    )
    pipeline_state: str | None = computed("State of the type: `alpha`, `beta`, `released` or `deprecated`.")
    pricing_tier: str | None = computed("Plan tier that includes the type: `standard` or `enterprise`.")


class TypeDetails(TypeSummary):
    """What a data source shows of a single type."""

    protocol: str | None = computed("Type whose integration this type uses. It differs from `type` for some brands.")
    steps: tuple[str, ...] | None = computed("Steps of the configuration of a {noun}, in order.")
    properties: Mapping[str, PropertyModel] | None = computed("Properties of a {noun}, by name.")


_KIND: Any = computed("Kind of the type: `saas`, `database`, `webhook` or `import_api`. Null if it is not known.")
_UPGRADE: Any = computed("Type that replaces this one. Null if there is none.")


class SourceTypeSummary(TypeSummary):
    """A source type as `stitch_source_types` shows it."""

    kind: str | None = _KIND
    upgrade_available: str | None = _UPGRADE


class SourceTypeModel(TypeDetails):
    """`stitch_source_type`: a name, and what was found."""

    type: str = required("Name of the source type, such as `platform.github`.")
    kind: str | None = _KIND
    upgrade_available: str | None = _UPGRADE
    image_version: str | None = computed("Version of the integration, such as `1.latest`.")
    default_scheduling_interval: int | Decimal | None = computed("Minutes between replications if no schedule is set.")
    default_start_date: str | None = computed("Usual start of historical data, such as `-1 year`.")


class DestinationTypeModel(TypeDetails):
    """`stitch_destination_type`: a name, and what was found."""

    type: str = required("Name of the destination type, such as `snowflake`.")
    listed: bool | None = computed("Whether Stitch lists the type. A type that is not listed may still exist.")


class TypeFilter(Model):
    """Which types to list. A filter that is null matches every type."""

    oauth: bool | None = optional(
        "Only types whose {noun}s must (`true`) or need not (`false`) be authorized by the third party. Default: both."
    )
    access: bool | None = optional(
        "Only types of which this account may (`true`) or may not (`false`) create a {noun}. Default: both."
    )
    pipeline_state: str | None = optional("Only types in this state, such as `released`. Default: any.")


class SourceTypesModel(TypeFilter):
    """`stitch_source_types`: filters, and the types that pass all of them."""

    kind: str | None = optional(
        "Only types of this kind: `saas`, `database`, `webhook` or `import_api`. Default: any.",
        validators=(OneOf(KINDS),),
    )
    types: tuple[SourceTypeSummary, ...] | None = computed("The types found, sorted by name.")


class DestinationTypesModel(TypeFilter):
    """`stitch_destination_types`: filters, and the types that pass all of them."""

    types: tuple[TypeSummary, ...] | None = computed("The types found, sorted by name.")
