"""The objects that the Connect API returns: sources, destinations, checks, streams and so on (reference 3).

A field without a default is one that identifies its object. Every other may be absent, and counts as absent where it
cannot be read (`tolerant`). Unknown keys are ignored; unknown types, steps and words are plain strings. Field names
are the API's, hyphens turned into underscores. Timestamps stay strings: ISO 8601 in UTC.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, TypeAlias

import msgspec

from stitch_provider.connect.tolerant import within

FORM = "form"
OAUTH = "oauth"
DISCOVER_SCHEMA = "discover_schema"
FIELD_SELECTION = "field_selection"
FULLY_CONFIGURED = "fully_configured"

STEPS = (FORM, OAUTH, DISCOVER_SCHEMA, FIELD_SELECTION, FULLY_CONFIGURED)
"""The steps of a configuration in their order (reference 3.3). Types leave out those that they do not need."""


Id: TypeAlias = Annotated[int, msgspec.Meta(gt=0, le=2**63 - 1)]
"""The number of an object."""

Amount: TypeAlias = Annotated[float, msgspec.Meta(ge=0, lt=1e9)]
"""A number that is finite, as a number in a string need not be."""


class PropertySpec(msgspec.Struct, frozen=True):
    """A property of a step: what may be sent, and whether it was (reference 3.3)."""

    name: str
    is_required: bool = False
    is_credential: bool = False
    system_provided: bool = False
    property_type: str = "user_provided"
    json_schema: Any = None
    provided: bool = False
    tap_mutable: bool = False


class Step(msgspec.Struct, frozen=True):
    """A step of a report card. One whose type cannot be read keeps its place."""

    type: str = ""
    properties: tuple[PropertySpec, ...] = ()


class Details(msgspec.Struct, frozen=True):
    """Facts about a type, in type listings only (reference 3.4). The interval is in minutes."""

    pricing_tier: str | None = None
    pipeline_state: str | None = None
    default_start_date: str | None = None
    default_scheduling_interval: Amount | None = None
    protocol: str | None = None
    access: bool | None = None
    image_version: str | None = None


class UpgradeAvailable(msgspec.Struct, frozen=True):
    """The type that replaces one (source-type listing only)."""

    type: str | None = None


class ReportCard(msgspec.Struct, frozen=True):
    """How far a connection is configured, or what a type needs (reference 3.3)."""

    type: str | None = None
    current_step: Amount | None = None
    current_step_type: str | None = None
    steps: tuple[Step, ...] = ()
    details: Details | None = None
    upgrade_available: UpgradeAvailable | None = None

    @property
    def step(self) -> str | None:
        """The type of the current step, None where the card does not have it.

        `current_step_type` is trusted; `current_step` counts from 1 and is only a fallback (A24).
        """
        if self.current_step_type is not None:
            return self.current_step_type
        if self.current_step is not None and 1 <= self.current_step <= len(self.steps):
            return self.steps[int(self.current_step) - 1].type or None
        return None

    @property
    def order(self) -> tuple[str, ...]:
        """The types of the steps in their order, `STEPS` where the card does not name all of them."""
        types = tuple(step.type for step in self.steps)
        return types if types and all(types) else STEPS

    @property
    def fully_configured(self) -> bool:
        """Whether no step is left."""
        return self.step == FULLY_CONFIGURED

    @property
    def properties(self) -> Mapping[str, PropertySpec]:
        """The properties of all steps, by name."""
        return {spec.name: spec for step in self.steps for spec in step.properties}


class Schedule(msgspec.Struct, frozen=True):
    """When a source runs next (reference 3.6). `interval` is in `unit`s, a float in payloads."""

    type: str | None = None
    unit: str | None = None
    interval: Amount | None = None
    cron_expression: str | None = None
    next_fire_time: str | None = None


class Source(msgspec.Struct, frozen=True):
    """A source (reference 3.1)."""

    id: Id
    type: str
    name: str | None = None
    display_name: str | None = None
    properties: Mapping[str, Any] = {}
    schedule: Schedule | None = None
    check_job_name: str | None = None
    paused_at: str | None = None
    system_paused_at: str | None = None
    deleted_at: str | None = None
    created_at: str | None = None
    updated_at: str | None = None
    stitch_client_id: int | None = None
    mapped_destination_ids: Any = None
    report_card: ReportCard = ReportCard()

    @property
    def destination_ids(self) -> tuple[int, ...] | None:
        """The ids of the destinations that it loads into; None if the service does not show them (A12).

        A list with anything but ids in it proves nothing, so it counts as not shown.
        """
        try:
            return msgspec.convert(self.mapped_destination_ids, tuple[int, ...], strict=False)
        except msgspec.ValidationError:
            return None

    @property
    def deleted(self) -> bool:
        """Whether it was deleted. Only a moment shows that, and not any text."""
        return _is_moment(self.deleted_at)


class Destination(msgspec.Struct, frozen=True):
    """A destination (reference 3.2)."""

    id: Id
    type: str
    name: str | None = None
    display_name: str | None = None
    description: str | None = None
    properties: Mapping[str, Any] = {}
    check_job_name: str | None = None
    paused_at: str | None = None
    system_paused_at: str | None = None
    deleted_at: str | None = None
    created_at: str | None = None
    updated_at: str | None = None
    stitch_client_id: int | None = None
    report_card: ReportCard = ReportCard()

    @property
    def deleted(self) -> bool:
        """Whether it was deleted. Only a moment shows that, and not any text."""
        return _is_moment(self.deleted_at)


class ConnectionCheck(msgspec.Struct, frozen=True):
    """The last connection check (reference 3.7). Only `status` decides (A40)."""

    status: str
    name: str | None = None
    mode: str | None = None
    start_time: str | None = None
    completion_time: str | None = None
    error: bool | None = None
    check_exit_status: int | None = None
    discovery_exit_status: int | None = None
    discovery_error_message: str | None = None
    tap_exit_status: int | None = None
    tap_error_message: str | None = None
    target_exit_status: int | None = None
    target_error_message: str | None = None

    @property
    def running(self) -> bool:
        """Whether it is still running."""
        return self.status == "running"

    @property
    def succeeded(self) -> bool:
        """Whether it succeeded."""
        return self.status == "succeeded"

    @property
    def reason(self) -> str | None:
        """Why it failed, in the words of the source or destination; None where there are none."""
        return self.discovery_error_message or self.tap_error_message or self.target_error_message or None


class StreamMetadata(msgspec.Struct, frozen=True, rename="kebab"):
    """The metadata of a stream (reference 3.8, A50). None is null or absent (A43)."""

    selected: bool | None = None
    replication_method: str | None = None
    replication_key: str | None = None
    view_key_properties: tuple[str, ...] | None = None
    forced_replication_method: Annotated[str, within("replication-method")] | None = None
    valid_replication_keys: tuple[str, ...] | None = None
    table_key_properties: tuple[str, ...] | None = None
    is_view: bool | None = None
    row_count: int | None = None
    database_name: str | None = None
    schema_name: str | None = None
    inclusion: str | None = None
    selected_by_default: bool | None = None


class FieldMetadata(msgspec.Struct, frozen=True, rename="kebab"):
    """The metadata of a field (reference 3.9).

    `field_exclusions` are breadcrumbs of fields that conflict with it, or only their names (A50).
    """

    inclusion: str | None = None
    selected: bool | None = None
    selected_by_default: bool | None = None
    sql_datatype: str | None = None
    unsupported_description: str | None = None
    behavior: str | None = None
    field_exclusions: tuple[tuple[str, ...], ...] = msgspec.field(default=(), name="fieldExclusions")
    cubes: tuple[str, ...] = msgspec.field(default=(), name="tap_google_analytics.cubes")
    group: str | None = msgspec.field(default=None, name="tap_google_analytics.group")


class Stream(msgspec.Struct, frozen=True):
    """A stream of a source (reference 3.8). `tap_stream_id` is unique within the source, `stream_name` need not be."""

    stream_id: Id
    tap_stream_id: str
    stream_name: str | None = None
    selected: bool | None = None
    metadata: StreamMetadata = StreamMetadata()


class StreamSchema(msgspec.Struct, frozen=True, rename="kebab"):
    """The schema of a stream, its metadata and that of its fields (reference 3.9).

    `schema` is the JSON Schema itself, which the service sends encoded as a string. `field_metadata` need not have
    every field; `fields` has.
    """

    schema: Mapping[str, Any] = {}
    stream: StreamMetadata = StreamMetadata()
    field_metadata: Mapping[str, FieldMetadata] = {}
    non_discoverable_metadata_keys: tuple[str, ...] = ()

    @property
    def columns(self) -> Mapping[str, Any]:
        """The JSON Schema of each top-level field by name."""
        columns = self.schema.get("properties")
        return columns if isinstance(columns, dict) else {}

    @property
    def fields(self) -> Mapping[str, FieldMetadata]:
        """The metadata of each top-level field by name: those of the schema in its order, then any others."""
        found = self.field_metadata
        return {name: found.get(name, FieldMetadata()) for name in dict.fromkeys((*self.columns, *found))}


class MetadataChange(msgspec.Struct, frozen=True):
    """Metadata to set on a stream (breadcrumb `()`) or on a field (`("properties", field)`). Keys as on the wire."""

    breadcrumb: tuple[str, ...]
    metadata: Mapping[str, Any]


def _is_moment(text: str | None) -> bool:
    try:
        return bool(text and datetime.fromisoformat(text))
    except ValueError:
        return False
