"""The data sources `stitch_streams` and `stitch_stream`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec.structs import replace

from stitch_provider.stitch.ids import StitchId, to_id, to_number
from stitch_provider.stitch.left_out import left_out
from stitch_provider.stitch.parent_source import SOURCE_ID, unknown_source
from stitch_provider.stitch.provider_data import ProviderData
from stitch_provider.stitch.streams.discovery import list_streams
from stitch_provider.stitch.streams.selection import is_replicated, is_selected
from stitch_provider.terraform.diagnostics import DiagnosticError
from stitch_provider.terraform.resource import DataResponse, DataSource
from stitch_provider.terraform.schema.declaration import Model, computed, optional, required, schema_of
from stitch_provider.terraform.values.path import Path
from stitch_provider.terraform.values.value import Unknown

if TYPE_CHECKING:
    from stitch_provider.connect.models import FieldMetadata, Stream


class StreamDetails(Model):
    """A stream and its metadata (reference 3.8)."""

    tap_stream_id: str = computed(
        "Id of the stream within the source, for the attribute `stream` of `stitch_stream_selection`."
    )
    stream_id: str = computed("Number of the stream in the Connect API, a string of digits.")
    stream_name: str | None = computed("Plain name of the table or object.")
    selected: bool = computed("Whether the stream is selected for replication.")
    database: str | None = computed("Database of the table. Null for sources that are not databases.")
    schema: str | None = computed("Schema of the table. Null if the source has no schemas.")
    is_view: bool | None = computed("Whether the stream is a view. Null for sources that are not databases.")
    row_count: int | None = computed("Number of rows at discovery. Null for sources that are not databases.")
    key_properties: tuple[str, ...] = computed("Fields of the primary key. Empty for views.")
    replication_method: str | None = computed("Replication method that is set. Null if none is set.")
    forced_replication_method: str | None = computed(
        "Fixed replication method of the stream. Null if the method can be chosen."
    )
    replication_key: str | None = computed("Replication key that is set. Null if none is set.")
    valid_replication_keys: tuple[str, ...] = computed(
        "Fields that can be the replication key. Empty if the stream names none."
    )
    view_key_properties: tuple[str, ...] = computed("Fields that are set to identify a row of a view.")


class StreamsModel(Model):
    """Configuration and result of `stitch_streams`."""

    source_id: str | Unknown = required("Id of the source, a string of digits.", validators=(StitchId(),))
    selected: bool | Unknown | None = optional(
        "Only streams that are selected (`true`) or not (`false`). Default: both."
    )
    name: str | Unknown | None = optional("Only streams with this `stream_name`. Default: all.")
    database: str | Unknown | None = optional("Only tables of this database. Default: all.")
    schema: str | Unknown | None = optional("Only tables of this schema. Default: all.")
    streams: tuple[StreamDetails, ...] | Unknown | None = computed("The streams found, sorted by `tap_stream_id`.")

    def passes(self, stream: StreamDetails) -> bool:
        return (
            self.selected in {None, stream.selected}
            and self.name in {None, stream.stream_name}
            and self.database in {None, stream.database}
            and self.schema in {None, stream.schema}
        )


class FieldDetails(Model):
    """A field of a stream (reference 3.9)."""

    types: tuple[str, ...] = computed("JSON types of the values, including `null` if a value may be null.")
    format: str | None = computed(
        "Format of the values that are strings, such as `date-time`. Null if they have no format."
    )
    inclusion: str | None = computed(
        "Whether the field can be selected: `automatic` (always replicated), `available` or `unsupported` (never "
        "replicated)."
    )
    selected: bool | None = computed("Whether the field is selected. Null if it was never selected or deselected.")
    selected_by_default: bool | None = computed(
        "Whether the field is replicated without being selected. Null if Stitch does not show it."
    )
    replicated: bool = computed("Whether the field is replicated if its stream is.")
    sql_datatype: str | None = computed("Type of the column in the database. Null for sources that are not databases.")
    unsupported_description: str | None = computed(
        "Reason why the field is unsupported. Null if Stitch gives no reason."
    )
    behavior: str | None = computed("Role of the field in a report, such as `METRIC`. Null for other fields.")
    conflicts_with: tuple[str, ...] = computed("Fields that cannot be replicated together with this one.")


class StreamModel(Model):
    """Configuration and result of `stitch_stream`."""

    source_id: str | Unknown = required("Id of the source, a string of digits.", validators=(StitchId(),))
    stream: str | Unknown = required("`tap_stream_id` of the stream.")
    facts: StreamDetails | Unknown | None = computed("The stream and its metadata.")
    json_schema: str | Unknown | None = computed("JSON Schema of the stream's records, for `jsondecode`.")
    fields: Mapping[str, FieldDetails] | Unknown | None = computed(
        "Fields of the stream by name. Empty for streams without a schema."
    )


class StreamsDataSource(DataSource[StreamsModel, ProviderData]):
    """The streams of a source."""

    type_name = "stitch_streams"
    model = StreamsModel
    schema = schema_of(
        StreamsModel,
        "The streams (tables or objects) of a source that match all filters. Before Stitch has discovered the "
        "streams, the list is empty.",
    )

    async def read(self, config: StreamsModel, provider: ProviderData) -> DataResponse[StreamsModel]:
        number, missing = to_number(str(config.source_id), SOURCE_ID), unknown_source(config.source_id)
        with provider.explaining(f"list the streams of source {number}", missing=missing):
            found = await list_streams(provider, number)
        streams = sorted(map(_details, found.streams.values()), key=lambda each: each.tap_stream_id)
        return DataResponse(
            state=replace(config, streams=tuple(filter(config.passes, streams))),
            diagnostics=left_out("streams", found.unreadable),
        )


class StreamDataSource(DataSource[StreamModel, ProviderData]):
    """One stream with its schema and fields."""

    type_name = "stitch_stream"
    model = StreamModel
    schema = schema_of(StreamModel, "A stream (table or object) of a source, with its schema and fields.")

    async def read(self, config: StreamModel, provider: ProviderData) -> DataResponse[StreamModel]:
        name, number = str(config.stream), to_number(str(config.source_id), SOURCE_ID)
        missing = unknown_source(config.source_id)
        with provider.explaining(f'read stream "{name}" of source {number}', missing=missing):
            found = await list_streams(provider, number, [name])
            if name not in found.streams:
                raise DiagnosticError(found.missing(name, Path.of("stream")))
            schema = await provider.connect.streams.get(number, found.streams[name].stream_id)
        return DataResponse(
            state=replace(
                config,
                facts=_details(found.streams[name]),
                json_schema=msgspec.json.encode(schema.schema, order="deterministic").decode(),
                fields={name: _field(field, schema.columns.get(name)) for name, field in schema.fields.items()},
            )
        )


def _details(stream: Stream) -> StreamDetails:
    metadata = stream.metadata
    return StreamDetails(
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


def _field(field: FieldMetadata, column: Any) -> FieldDetails:
    column = column if isinstance(column, dict) else {}
    kind = column.get("type")
    return FieldDetails(
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
