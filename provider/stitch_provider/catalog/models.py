"""The models of the catalog: source types, destination types, properties, streams and regions.

The models are also the format of the files. A field without a default is in every entry. A field with a default is in
an entry only if its value differs from the default.

All models are frozen. The mappings inside them must not be changed either.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, TypeAlias

import msgspec

from stitch_provider.catalog import ON_REQUEST

Kind: TypeAlias = Literal["saas", "database", "webhook", "import_api"]

PropertyType: TypeAlias = Literal[
    "user_provided",
    "user_provided_immutable",
    "user_provided_advanced",
    "system_provided_by_default",
    "read_only",
]
"""Who sets a property, and whether it can change (reference 3.3)."""


class Details(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """The `details` of a type in the type listing (reference 3.4), without those that depend on the account.

    `default_scheduling_interval` is in minutes. The last three fields are None for destinations, and for sources if the
    listing has null.
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
        return self.pipeline_state not in ON_REQUEST and self.pricing_tier == "standard"


class Property(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A property of a type (reference 3.3, 7.1).

    - `step` is the configuration step that the property belongs to.
    - `schema` is a subset of JSON Schema. Its patterns are copied from the service, and some of them are not anchored.
    - `default` and `allowed` are copied from the documentation, as text.
    - `internal` properties are not in the documentation for users.
    - `origin` is where the property is known from: the type listing (`listing`), only the form documentation (`docs`),
      or neither (`inferred`).
    - `docs_differs` is what the form documentation says where it contradicts the listing. Its keys are `required`,
      `credential`, `provided_by` (`user`, `system` or `read_only`) and `allowed`.
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
        """Whether only Stitch sets the property. The service refuses a value from anybody else."""
        return self.property_type == "read_only"

    @property
    def immutable(self) -> bool:
        """Whether the property cannot be changed once it is set."""
        return self.property_type == "user_provided_immutable"


class SourceType(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A source type (reference 7.1).

    - `documented` is true if the documentation of the Connect API has a form for the type.
    - `empty_step` is the current step of a report card without any property: its number, counted from 1, and its type.
    - `upgrade_available` is the successor according to the type listing, `docs_deprecated_for` the one according to the
      documentation.
    - `inferred` names the fields that are guesses.
    - `property_list` is in the order of the report card.
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
        """Whether sources of the type need an authorization with the third party."""
        return "oauth" in self.steps


class DestinationType(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A destination type (reference 7.1). Its fields are those of `SourceType`, and two more.

    - `listed` is true if the documented type listing has the type.
    - `regions` are the account regions that offer the type, or () if they are not known.
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
        """Whether destinations of the type need an authorization with the third party."""
        return "oauth" in self.steps


class CatalogStream(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A stream that a source may discover (reference 7.2).

    The streams of SaaS types are documented ones, with their first fields. The streams of databases, MongoDB and CSV
    files are examples that were made up.

    - `fields` maps names to `integer`, `number`, `string`, `boolean`, `date-time`, `object` or `array`.
    - `forced` is true if the user cannot choose the replication method. Otherwise `replication_method` is None.
    - `replication_keys` are the keys that the service accepts. For SQL databases these are columns that would be
      accepted. `replication_keys_inferred` is true if the documentation does not name any.
    - `sql_datatypes` maps columns to types of the database. `unsupported` names columns that cannot be replicated.
    - `schemaless` streams are discovered without any field.
    - `behavior` maps fields to `SEGMENT`, `ATTRIBUTE` or `METRIC`. `field_exclusions` maps a field to the fields that
      cannot be selected together with it.
    - `from_property` is the source property that declares the stream.
    - `row_count` is None if it is not known.
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


class Explanation(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """What a property is for, in one short sentence, and an example of its value as text.

    An example looks like a value that users would set, so that they notice what to replace.
    """

    meaning: str
    example: str | None = None

    @property
    def plain(self) -> str:
        """The meaning without markup, of which there are only backticks."""
        return self.meaning.replace("`", "")


class Explanations(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The content of `explanations.json`: explanations by the names of properties.

    - `types` has those of a type and of the types that use its integration.
    - `databases` has those of all source types of the kind `database`, `sources` and `destinations` those of all types.
      An explanation of a type takes precedence.
    """

    sources: Mapping[str, Explanation]
    databases: Mapping[str, Explanation]
    destinations: Mapping[str, Explanation]
    types: Mapping[str, Mapping[str, Explanation]]


class Region(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A data pipeline region of Stitch (reference 1.2).

    `cidr_blocks` are the addresses from which Stitch connects to databases, sources as well as destinations.
    `loader_role_suffix` ends the names of the loaders' roles.
    """

    name: str
    import_api_url: str
    cidr_blocks: tuple[str, ...]
    loader_role_suffix: str


class Loader(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What loads data into a bucket: its role in the AWS account of Stitch, and the actions that the role needs.

    `role` is the name of the role without the suffix of the region.
    """

    role: str
    bucket_policy_actions: tuple[str, ...]


class Regions(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where Stitch works, by the public documentation of its regions, addresses and bucket policies.

    - `regions` are the data pipeline regions by the name of their AWS region.
    - `saas_cidr_blocks` are the addresses from which some SaaS integrations call, in every region.
    - `aws_account_id` is the AWS account of Stitch.
    - `loaders` are those that need access to a bucket, by destination type.
    """

    regions: Mapping[str, Region]
    saas_cidr_blocks: tuple[str, ...]
    aws_account_id: str
    loaders: Mapping[str, Loader]

    def loader_role(self, destination_type: str, region: str) -> str:
        """The ARN of the role of a loader in a region. Raises KeyError if there is no such loader or region."""
        name = self.loaders[destination_type].role + self.regions[region].loader_role_suffix
        return f"arn:aws:iam::{self.aws_account_id}:role/{name}"
