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

    step: str = computed("Step that it belongs to: `form` or `oauth`.")
    required: bool = computed("Whether its step needs it.")
    credential: bool = computed("Whether it is a secret, which belongs in `credentials_wo` or `credentials`.")
    property_type: str = computed(
        "Who sets it: the user (`user_provided`, and `user_provided_advanced` for experts), the user once "
        "(`user_provided_immutable`), Stitch unless the user does (`system_provided_by_default`), or only Stitch "
        "(`read_only`)."
    )
    immutable: bool = computed("Whether another value replaces the resource.")
    read_only: bool = computed("Whether only Stitch sets it.")
    expects: str | None = computed("What value it takes, in words. Null where Stitch does not say.")
    json_schema: str | None = computed("What value it takes, as a JSON schema. Null where Stitch has none.")
    default: str | None = computed("Usual value, by Stitch's documentation. Null where that names none.")
    allowed: tuple[str, ...] = computed("Documented values. Empty where any value is possible.")


class TypeSummary(Model):
    """What a list shows of a type."""

    type: str = computed("Name of the {noun} type.")
    display_name: str | None = computed("Name of the product. Null where it is not known.")
    documented: bool | None = computed("Whether the documentation of the Connect API describes its properties.")
    oauth: bool | None = computed("Whether each {noun} has to be authorised by the third party.")
    access: bool | None = computed("Whether this account may create a {noun} of it. Null where Stitch does not say.")
    pipeline_state: str | None = computed("`alpha`, `beta`, `released` or `deprecated`.")
    pricing_tier: str | None = computed("`standard` or `enterprise`.")


class TypeDetails(TypeSummary):
    """What a data source shows of a single type."""

    protocol: str | None = computed("Type whose integration it uses. Differs from `type` for some brands.")
    steps: tuple[str, ...] | None = computed("Steps of the configuration of a {noun}, in order.")
    properties: Mapping[str, PropertyModel] | None = computed("Properties of a {noun}, by name.")


_KIND: Any = computed("`saas`, `database`, `webhook` or `import_api`. Null where it is not known.")
_UPGRADE: Any = computed("Type that replaces it. Null where there is none.")


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
    default_scheduling_interval: int | Decimal | None = computed(
        "Minutes between replications where no schedule is set."
    )
    default_start_date: str | None = computed("Usual start of historical data, such as `-1 year`.")


class DestinationTypeModel(TypeDetails):
    """`stitch_destination_type`: a name, and what was found."""

    type: str = required("Name of the destination type, such as `snowflake`.")
    listed: bool | None = computed("Whether Stitch lists it. A type that is not listed may still exist.")


class TypeFilter(Model):
    """Which types to list. A filter that is null lets every type pass."""

    oauth: bool | None = optional(
        "Only types whose {noun}s have (`true`) or do not have to be authorised by a third party. Default: both."
    )
    access: bool | None = optional(
        "Only types that this account may (`true`) or may not create a {noun} of. Default: both."
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
