"""What the catalog knows of types, properties and streams.

All models are frozen, and are what the files hold: a field without a default is in every entry, a field with a default
only where it differs from that. Never change a mapping inside them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, TypeAlias

import msgspec

Kind: TypeAlias = Literal["saas", "database", "webhook", "import_api"]

PropertyType: TypeAlias = Literal[
    "user_provided",
    "user_provided_immutable",
    "user_provided_advanced",
    "system_provided_by_default",
    "read_only",
]
"""Who sets a property (reference 3.3)."""


class Details(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """The `details` of a type in the type listing (reference 3.4), without what depends on the account.

    `default_scheduling_interval` is in minutes. The last three are None for destinations and where the listing has
    null.
    """

    pipeline_state: Literal["alpha", "beta", "released", "deprecated"]
    pricing_tier: Literal["standard", "enterprise"]
    protocol: str
    default_scheduling_interval: int | None = None
    default_start_date: str | None = None
    image_version: str | None = None

    @property
    def access(self) -> bool:
        """Whether an account on the Standard plan may create the type (reference 7.1)."""
        return self.pipeline_state in {"beta", "released"} and self.pricing_tier == "standard"


class Property(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A property of a type (reference 3.3, 7.1).

    `step` is `form` or `oauth`. `schema` is a subset of JSON Schema, its patterns sometimes unanchored, as the service
    has them. `default` and `allowed` are text as the documentation gives it. `internal` properties are in no
    documentation for users. `origin` says whether the type listing has the property (`listing`), only the form
    documentation (`docs`) or neither (`inferred`); `docs_differs` what the form documentation says where it contradicts
    the listing, under the keys `required`, `credential`, `provided_by` (`user`, `system` or `read_only`) and `allowed`.
    """

    name: str
    step: Literal["form", "oauth"] = "form"
    required: bool = False
    credential: bool = False
    property_type: PropertyType = "user_provided"
    system_provided: bool = False
    schema: Mapping[str, Any] | None = None
    tap_mutable: bool = False
    default: str | None = None
    allowed: tuple[str, ...] = ()
    internal: bool = False
    origin: Literal["listing", "docs", "inferred"] = "listing"
    docs_differs: Mapping[str, Any] = {}

    @property
    def read_only(self) -> bool:
        """Whether Stitch sets the property and refuses it from anyone else."""
        return self.property_type == "read_only"

    @property
    def immutable(self) -> bool:
        """Whether the property can be set once only."""
        return self.property_type == "user_provided_immutable"


class SourceType(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A source type (reference 7.1).

    `documented`: the documentation of the Connect API has a form for it. `empty_step` is the current step, counted from
    1, and its type in a report card without any property. `upgrade_available` and `docs_deprecated_for` name
    successors, by the listing and by the documentation. `inferred` names the parts that are guesses. `property_list`
    is in the order of the report card.
    """

    type: str
    display_name: str
    kind: Kind
    documented: bool
    steps: tuple[str, ...]
    details: Details
    empty_step: tuple[int, str]
    upgrade_available: str | None = None
    docs_deprecated_for: str | None = None
    inferred: tuple[str, ...] = ()
    property_list: tuple[Property, ...] = msgspec.field(default=(), name="properties")

    @property
    def properties(self) -> Mapping[str, Property]:
        """The properties by name, in the order of the report card."""
        return {each.name: each for each in self.property_list}

    @property
    def oauth(self) -> bool:
        """Whether sources of the type need an authorisation with the third party."""
        return "oauth" in self.steps


class DestinationType(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A destination type (reference 7.1), as `SourceType`.

    `listed`: the documented type listing has it. `regions` are the account regions that offer it, () where unknown.
    """

    type: str
    display_name: str
    documented: bool
    listed: bool
    steps: tuple[str, ...]
    details: Details
    regions: tuple[str, ...] = ()
    inferred: tuple[str, ...] = ()
    property_list: tuple[Property, ...] = msgspec.field(default=(), name="properties")

    @property
    def properties(self) -> Mapping[str, Property]:
        """The properties by name, in the order of the report card."""
        return {each.name: each for each in self.property_list}

    @property
    def oauth(self) -> bool:
        """Whether destinations of the type need an authorisation with the third party."""
        return "oauth" in self.steps


class CatalogStream(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A stream that a source may discover (reference 7.2).

    Of SaaS types the streams are documented ones with their first fields; of databases, MongoDB and CSV files made up.
    `fields` maps names to `integer`, `number`, `string`, `boolean`, `date-time`, `object` or `array`.
    `forced`: the method cannot be chosen; otherwise `replication_method` is None. `replication_keys` are the valid ones
    (`replication_keys_inferred`: the documentation names none); of SQL databases the columns that would be accepted.
    `sql_datatypes` maps columns to types of the database; `unsupported` names columns that cannot be replicated.
    `schemaless` streams are discovered without any field. `behavior` maps fields to `SEGMENT`, `ATTRIBUTE` or `METRIC`,
    and `field_exclusions` a field to those that cannot be selected with it. `from_property` is the source property that
    declares the stream. `row_count` counts rows; None where unknown.
    """

    stream: str
    tap_stream_id: str
    key_properties: tuple[str, ...] = ()
    replication_method: str | None = None
    forced: bool = False
    replication_keys: tuple[str, ...] = ()
    replication_keys_inferred: bool = False
    documented_method: str | None = None
    fields: Mapping[str, str] = {}
    sql_datatypes: Mapping[str, str] = {}
    unsupported: tuple[str, ...] = ()
    database: str | None = None
    schema: str | None = None
    is_view: bool | None = None
    view_key_candidates: tuple[str, ...] = ()
    row_count: int | None = None
    schemaless: bool = False
    append_only: bool = False
    from_property: str | None = None
    behavior: Mapping[str, str] = {}
    field_exclusions: Mapping[str, tuple[str, ...]] = {}
