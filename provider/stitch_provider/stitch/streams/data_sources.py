"""The data sources `stitch_streams` and `stitch_stream`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from stitch_provider.connect.errors import ConnectError, NotFoundError
from stitch_provider.stitch.attributes import fact
from stitch_provider.stitch.ids import StitchId, to_id, to_number
from stitch_provider.stitch.parent_source import SOURCE_ID, unknown_source
from stitch_provider.stitch.provider_data import ProviderData
from stitch_provider.stitch.refusals import explain
from stitch_provider.stitch.streams.checks import unknown_stream
from stitch_provider.stitch.streams.discovery import look
from stitch_provider.stitch.streams.selection import is_replicated, is_selected
from stitch_provider.terraform.diagnostics import DiagnosticError
from stitch_provider.terraform.resource import DataResponse, DataSource
from stitch_provider.terraform.schema.attribute import Attribute, NestedAttributes, Schema
from stitch_provider.terraform.values.path import Path
from stitch_provider.terraform.values.types import BOOL, NUMBER, STRING, ListType
from stitch_provider.terraform.values.value import Unknown

if TYPE_CHECKING:
    from stitch_provider.connect.models import FieldMetadata, Stream, StreamSchema

_STREAM = Path.of("stream")


class StreamFacts(Struct, frozen=True, kw_only=True):
    """A stream and its metadata; attributes as in `_FACTS`."""

    tap_stream_id: str
    stream_id: str
    stream_name: str | None
    selected: bool
    database: str | None
    schema: str | None
    is_view: bool | None
    row_count: int | None
    key_properties: tuple[str, ...]
    replication_method: str | None
    forced_replication_method: str | None
    replication_key: str | None
    valid_replication_keys: tuple[str, ...]
    view_key_properties: tuple[str, ...]


class StreamsModel(Struct, frozen=True, kw_only=True):
    """Configuration and result of `stitch_streams`."""

    source_id: str | Unknown
    selected: bool | Unknown | None
    name: str | Unknown | None
    database: str | Unknown | None
    schema: str | Unknown | None
    streams: tuple[StreamFacts, ...] | Unknown | None


class FieldFacts(Struct, frozen=True, kw_only=True):
    """A field of a stream; attributes as in `_FIELD`."""

    types: tuple[str, ...]
    format: str | None
    inclusion: str | None
    selected: bool | None
    selected_by_default: bool | None
    replicated: bool
    sql_datatype: str | None
    unsupported_description: str | None
    behavior: str | None
    conflicts_with: tuple[str, ...]


class StreamModel(Struct, frozen=True, kw_only=True):
    """Configuration and result of `stitch_stream`."""

    source_id: str | Unknown
    stream: str | Unknown
    facts: StreamFacts | Unknown | None
    json_schema: str | Unknown | None
    fields: Mapping[str, FieldFacts] | Unknown | None


_SOURCE = Attribute(
    type=STRING, required=True, validators=(StitchId(),), description="Id of the source, a string of digits."
)

_FACTS: Mapping[str, Attribute] = {
    "tap_stream_id": fact(
        STRING, "What tells the stream from all others of the source: what `stitch_stream_selection` takes as `stream`."
    ),
    "stream_id": fact(STRING, "Number of the stream in the Connect API, a string of digits."),
    "stream_name": fact(STRING, "Bare name of the table or object."),
    "selected": fact(BOOL, "Whether the stream is selected for replication."),
    "database": fact(STRING, "Database of the table; null for sources that are no database."),
    "schema": fact(STRING, "Schema of the table; null where the source has none."),
    "is_view": fact(BOOL, "Whether it is a view; null for sources that are no database."),
    "row_count": fact(NUMBER, "Number of rows at discovery; null for sources that are no database."),
    "key_properties": fact(ListType(STRING), "The primary key; empty for views."),
    "replication_method": fact(STRING, "The replication method that is set; null where none is."),
    "forced_replication_method": fact(STRING, "The replication method that cannot be changed, or null."),
    "replication_key": fact(STRING, "The replication key that is set; null where none is."),
    "valid_replication_keys": fact(
        ListType(STRING), "The fields that can be the replication key; empty where the stream does not tell."
    ),
    "view_key_properties": fact(ListType(STRING), "The fields set as identifying a row of a view."),
}

_FIELD: Mapping[str, Attribute] = {
    "types": fact(ListType(STRING), "JSON types of the field's values, `null` among them where it may be null."),
    "format": fact(STRING, "Format of its strings, such as `date-time`; null for any."),
    "inclusion": fact(STRING, "`automatic` (always replicated), `available` or `unsupported` (never)."),
    "selected": fact(BOOL, "Whether the field is selected; null where nobody ever said so."),
    "selected_by_default": fact(BOOL, "Whether it replicates while nobody says anything; null where not told."),
    "replicated": fact(BOOL, "Whether the field replicates once its stream does."),
    "sql_datatype": fact(STRING, "Type of the column in the database; null for others."),
    "unsupported_description": fact(STRING, "Why the field is unsupported; null where not told."),
    "behavior": fact(STRING, "What the field is in a report, such as `METRIC`; null for others."),
    "conflicts_with": fact(ListType(STRING), "Fields that cannot be replicated together with this one."),
}


class StreamsDataSource(DataSource[StreamsModel, ProviderData]):
    """The streams of a source."""

    type_name = "stitch_streams"
    model = StreamsModel
    schema = Schema(
        description="The streams (tables or objects) that Stitch has discovered in a source, filtered; none before "
        "discovery.",
        attributes={
            "source_id": _SOURCE,
            "selected": Attribute(
                type=BOOL,
                optional=True,
                description="Only streams that are selected (`true`) or not (`false`). Default: both.",
            ),
            "name": Attribute(
                type=STRING, optional=True, description="Only streams with this `stream_name`. Default: all."
            ),
            "database": Attribute(
                type=STRING, optional=True, description="Only tables of this database. Default: all."
            ),
            "schema": Attribute(type=STRING, optional=True, description="Only tables of this schema. Default: all."),
            "streams": Attribute(
                type=NestedAttributes(nesting="list", attributes=_FACTS),
                computed=True,
                description="The streams in the order of their `tap_stream_id`.",
            ),
        },
    )

    async def read(self, config: StreamsModel, provider: ProviderData) -> DataResponse[StreamsModel]:
        """List and filter."""
        source_id = str(config.source_id)
        try:
            found = await look(provider.connect, to_number(source_id, SOURCE_ID))
        except NotFoundError as gone:
            raise DiagnosticError(unknown_source(source_id)) from gone
        except ConnectError as refusal:
            raise DiagnosticError(explain(refusal, f"list streams of source {source_id}")) from refusal
        facts = sorted(map(_facts, found.streams.values()), key=lambda each: each.tap_stream_id)
        return DataResponse(state=replace(config, streams=tuple(each for each in facts if _matches(config, each))))


class StreamDataSource(DataSource[StreamModel, ProviderData]):
    """One stream with its schema and fields."""

    type_name = "stitch_stream"
    model = StreamModel
    schema = Schema(
        description="A stream (table or object) of a source, with its schema and fields.",
        attributes={
            "source_id": _SOURCE,
            "stream": Attribute(type=STRING, required=True, description="The stream by its `tap_stream_id`."),
            "facts": Attribute(
                type=NestedAttributes(attributes=_FACTS), computed=True, description="The stream and its metadata."
            ),
            "json_schema": fact(STRING, "JSON Schema of the stream's records, for `jsondecode`."),
            "fields": Attribute(
                type=NestedAttributes(nesting="map", attributes=_FIELD),
                computed=True,
                description="The fields by name; empty for streams without a schema.",
            ),
        },
    )

    async def read(self, config: StreamModel, provider: ProviderData) -> DataResponse[StreamModel]:
        """Look the stream up."""
        source_id, name = str(config.source_id), str(config.stream)
        number = to_number(source_id, SOURCE_ID)
        try:
            found = await look(provider.connect, number, [name])
            if name not in found.streams:
                raise DiagnosticError(unknown_stream(name, source_id, found.streams, _STREAM))
            schema = await provider.connect.streams.get(number, found.streams[name].stream_id)
        except NotFoundError as gone:
            raise DiagnosticError(unknown_source(source_id)) from gone
        except ConnectError as refusal:
            raise DiagnosticError(explain(refusal, f'read stream "{name}" of source {source_id}')) from refusal
        return DataResponse(
            state=replace(
                config,
                facts=_facts(found.streams[name]),
                json_schema=msgspec.json.encode(schema.schema, order="deterministic").decode(),
                fields=_fields(schema),
            )
        )


def _matches(config: StreamsModel, stream: StreamFacts) -> bool:
    filters = (
        (config.selected, stream.selected),
        (config.name, stream.stream_name),
        (config.database, stream.database),
        (config.schema, stream.schema),
    )
    return all(wanted is None or wanted == actual for wanted, actual in filters)


def _facts(stream: Stream) -> StreamFacts:
    metadata = stream.metadata
    return StreamFacts(
        tap_stream_id=stream.tap_stream_id,
        stream_id=to_id(stream.stream_id),
        stream_name=stream.stream_name,
        selected=is_selected(stream) is True,
        database=metadata.database_name,
        schema=metadata.schema_name,
        is_view=metadata.is_view,
        row_count=metadata.row_count,
        key_properties=metadata.table_key_properties or (),
        replication_method=metadata.replication_method,
        forced_replication_method=metadata.forced_replication_method,
        replication_key=metadata.replication_key,
        valid_replication_keys=metadata.valid_replication_keys or (),
        view_key_properties=metadata.view_key_properties or (),
    )


def _fields(schema: StreamSchema) -> Mapping[str, FieldFacts]:
    columns = schema.schema.get("properties") or {}
    return {name: _field(field, columns.get(name)) for name, field in schema.fields.items()}


def _field(field: FieldMetadata, column: Any) -> FieldFacts:
    column = column if isinstance(column, dict) else {}
    kind = column.get("type")
    return FieldFacts(
        types=(kind,) if isinstance(kind, str) else tuple(kind or ()),
        format=column.get("format"),
        inclusion=field.inclusion,
        selected=field.selected,
        selected_by_default=field.selected_by_default,
        replicated=is_replicated(field),
        sql_datatype=field.sql_datatype,
        unsupported_description=field.unsupported_description,
        behavior=field.behavior,
        conflicts_with=tuple(breadcrumb[-1] for breadcrumb in field.field_exclusions if breadcrumb),
    )
