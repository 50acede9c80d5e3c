"""Discovery: the streams of a source, with the metadata that its kind of source has (reference 3.8, 3.9, 5).

Streams are taken from the examples in the catalog. For CSV types they are taken from the property `tables`, and for
Google Analytics from `report_definitions`. A type without examples has a few streams that are typical of its kind, and
some types have a further one.

All functions are pure: they do not use the store.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import msgspec
from msgspec.structs import replace

from stitch_provider import catalog
from stitch_provider.catalog.models import CatalogStream

if TYPE_CHECKING:
    from collections.abc import Iterable

    from stitch_provider.catalog.models import SourceType

_DYNAMODB: Final = "platform.dynamodb"
_GOOGLE_ANALYTICS: Final = "platform.google-analytics"
_ORACLE: Final = "platform.oracle"
_DEFAULT_REPORTS: Final = (("audience_overview", "Audience Overview"), ("acquisition_overview", "Acquisition Overview"))
_REPORT_FIELDS: Final[Mapping[str, tuple[str, str, str | None]]] = {
    "ga:date": ("date-time", "Time", "DIMENSION"),
    "ga:country": ("string", "Geo Network", "DIMENSION"),
    "ga:source": ("string", "Traffic Sources", "DIMENSION"),
    "ga:users": ("integer", "User", "METRIC"),
    "ga:sessions": ("integer", "Session", "METRIC"),
    "ga:bounceRate": ("number", "Session", "METRIC"),
    "start_date": ("date-time", "Report Fields", None),
    "end_date": ("date-time", "Report Fields", None),
}
_REPORT_KEYS: Final = ("_sdc_record_hash",)
_CUBES: Final = ("Cube:analytics/Session", "Cube:analytics/User")
_CSV_FIELDS: Final = {"_sdc_source_bucket": "string", "_sdc_source_file": "string", "_sdc_source_lineno": "integer"}
_SQL_DATATYPES: Final = {
    "id": "bigint",
    "name": "character varying",
    "created_at": "timestamp",
    "updated_at": "timestamp",
}
_SAAS_STREAMS: Final = (
    CatalogStream(
        stream="accounts",
        tap_stream_id="accounts",
        key_properties=("id",),
        replication_method="FULL_TABLE",
        forced=True,
        fields={"id": "string", "name": "string", "created_at": "date-time"},
    ),
    CatalogStream(
        stream="events",
        tap_stream_id="events",
        key_properties=("id",),
        replication_method="INCREMENTAL",
        forced=True,
        replication_keys=("updated_at",),
        fields={
            "id": "string",
            "updated_at": "date-time",
            "account_id": "string",
            "kind": "string",
            "amount": "number",
            "detail": "object",
        },
    ),
)
_REPORT = CatalogStream(
    stream="campaign_report",
    tap_stream_id="campaign_report",
    key_properties=("_sdc_record_hash",),
    replication_method="INCREMENTAL",
    forced=True,
    replication_keys=("date",),
    fields={"_sdc_record_hash": "string", "date": "date-time", "reach": "integer", "device": "string", "age": "string"},
    field_exclusions={"reach": ("device", "age"), "device": ("reach",), "age": ("reach",)},
)
_FURTHER_STREAMS: Final[Mapping[str, tuple[CatalogStream, ...]]] = {
    "platform.adwords": (_REPORT,),
    "platform.bing-ads": (_REPORT,),
    "platform.ga4": (_REPORT,),
    "platform.salesforce": (
        CatalogStream(
            stream="Telemetry__b",
            tap_stream_id="Telemetry__b",
            key_properties=("Id",),
            replication_method="FULL_TABLE",
            forced=True,
            fields={"Id": "string", "Reading__c": "number"},
        ),
    ),
}
"""Streams that were made up, of types whose taps write metadata in a form of their own (A50)."""

_RANGES: Final = {"bigint": 2**63, "integer": 2**31, "int": 2**31, "smallint": 2**15, "tinyint": 2**7}


@dataclass(frozen=True, slots=True)
class Discovered:
    """A discovered stream: its ids, its schema as JSON text, its metadata and the metadata of its fields."""

    tap_stream_id: str
    stream_name: str
    schema: str
    stream: Mapping[str, Any]
    fields: Mapping[str, Mapping[str, Any]]

    def digest(self) -> str:
        """A digest of everything except the ids; streams of equal shape have equal digests."""
        return hashlib.sha256(msgspec.json.encode((self.schema, self.stream, self.fields))).hexdigest()


def discover(source_type: SourceType, values: Mapping[str, Any]) -> tuple[Discovered, ...]:
    """The streams of a source of this type with these property values."""
    if source_type.details.protocol == _GOOGLE_ANALYTICS:
        return tuple(_report(tap_stream_id, name) for tap_stream_id, name in _reports(values))
    examples = catalog.streams(source_type.type)
    if "tables" in source_type.properties:
        examples = tuple(_csv_tables(values.get("tables"), examples)) or examples
    if not examples:
        examples = _database_streams(source_type, values) if source_type.kind == "database" else _SAAS_STREAMS
    return tuple(describe(stream) for stream in (*examples, *_FURTHER_STREAMS.get(source_type.type, ())))


def describe(stream: CatalogStream) -> Discovered:
    """A stream of the catalog in the form of the API."""
    return Discovered(
        tap_stream_id=stream.tap_stream_id,
        stream_name=stream.stream,
        schema=_schema(stream),
        stream=_stream_metadata(stream),
        fields={} if stream.schemaless else {name: _field_metadata(stream, name) for name in stream.fields},
    )


def _stream_metadata(stream: CatalogStream) -> dict[str, Any]:
    metadata: dict[str, Any] = {}
    if stream.database is not None:
        metadata["database-name"] = stream.database
    if stream.schema is not None:
        metadata["schema-name"] = stream.schema
    if _is_mysql(stream):
        metadata["selected-by-default"] = False
    if stream.is_view is not None:
        metadata["is-view"] = stream.is_view
        metadata["row-count"] = stream.row_count or 0
    if stream.forced:
        metadata["forced-replication-method"] = stream.replication_method
    if stream.replication_keys and (stream.database is None or stream.schemaless):
        metadata["valid-replication-keys"] = list(stream.replication_keys)
    metadata["table-key-properties"] = [] if stream.is_view else list(stream.key_properties)
    return metadata


def _field_metadata(stream: CatalogStream, name: str) -> dict[str, Any]:
    is_database = stream.database is not None
    automatic = () if stream.is_view else stream.key_properties
    if not is_database:
        automatic = (*automatic, *stream.replication_keys)
    unsupported = name in stream.unsupported
    metadata: dict[str, Any] = {
        "inclusion": "unsupported" if unsupported else "automatic" if name in automatic else "available"
    }
    if is_database:
        metadata["selected-by-default"] = not unsupported
    if name in stream.sql_datatypes:
        metadata["sql-datatype"] = stream.sql_datatypes[name]
    if name in stream.behavior:
        metadata["behavior"] = stream.behavior[name]
    if name in stream.field_exclusions:
        metadata["fieldExclusions"] = [["properties", other] for other in stream.field_exclusions[name]]
    return metadata


def _schema(stream: CatalogStream) -> str:
    if stream.schemaless:
        return '{"type":"object"}'
    schema: dict[str, Any] = {}
    arrays = stream.schema is not None and "array" in stream.fields.values()
    if arrays:
        kinds = {"string": {}, "integer": {}, "number": {}, "boolean": {}, "timestamp": {"format": "date-time"}}
        schema["definitions"] = {
            f"sdc_recursive_{kind}_array": {
                "type": ["null", "string" if kind == "timestamp" else kind, "array"],
                **extra,
                "items": {"$ref": f"#/definitions/sdc_recursive_{kind}_array"},
            }
            for kind, extra in kinds.items()
        }
    schema["type"] = "object"
    schema["properties"] = {name: _field_schema(stream, name, kind) for name, kind in stream.fields.items()}
    return msgspec.json.encode(schema).decode()


def _field_schema(stream: CatalogStream, name: str, kind: str) -> dict[str, Any]:
    if name in stream.unsupported:
        return {}
    is_key = stream.database is not None and not stream.is_view and name in stream.key_properties
    types = [] if is_key else ["null"]
    if kind == "date-time":
        return {"type": [*types, "string"], "format": "date-time"}
    if kind == "array":
        items = {"$ref": "#/definitions/sdc_recursive_string_array"} if stream.schema is not None else {}
        return {"type": [*types, "array"], "items": items}
    if kind == "object":
        return {"type": [*types, "object"], "properties": {}}
    if kind == "integer" and stream.database is not None:
        bound = _RANGES.get(stream.sql_datatypes.get(name, "").split("(")[0], 2**63)
        return {"type": [*types, kind], "minimum": -bound, "maximum": bound - 1}
    return {"type": [*types, kind]}


def _is_mysql(stream: CatalogStream) -> bool:
    return stream.database is not None and stream.schema is None and not stream.schemaless


def _database_streams(source_type: SourceType, values: Mapping[str, Any]) -> tuple[CatalogStream, ...]:
    """The tables `customers` and `orders`, named as this kind of database names its streams (reference 5)."""
    return tuple(_database_stream(source_type.details.protocol, values, table) for table in ("customers", "orders"))


def _database_stream(protocol: str | None, values: Mapping[str, Any], table: str) -> CatalogStream:
    fields = {"id": "integer", "name": "string", "created_at": "date-time", "updated_at": "date-time"}
    stream = CatalogStream(
        stream=table, tap_stream_id=table, key_properties=("id",), is_view=False, row_count=1000, fields=fields
    )
    if protocol == _DYNAMODB:
        return replace(stream, schemaless=True)
    is_oracle = protocol == _ORACLE
    database = _first_text(values, "sid" if is_oracle else "dbname", "database") or "main"
    schema = "STITCH" if is_oracle else "public"
    table_id = f"{schema}-{table}" if is_oracle else f"{database}-{schema}-{table}"
    return replace(
        stream,
        tap_stream_id=table_id,
        replication_keys=("id", "updated_at"),
        database=database,
        schema=schema,
        sql_datatypes=_SQL_DATATYPES,
    )


def _first_text(values: Mapping[str, Any], *names: str) -> str | None:
    return next((values[name] for name in names if isinstance(values.get(name), str)), None)


def _csv_tables(value: Any, examples: Iterable[CatalogStream]) -> Iterable[CatalogStream]:
    known = {example.stream: example for example in examples}
    try:
        tables = msgspec.json.decode(value) if isinstance(value, str) else value
    except msgspec.DecodeError:
        return
    for table in tables if isinstance(tables, list) else ():
        if not isinstance(table, dict) or not isinstance(name := table.get("table_name"), str) or not name:
            continue
        keys = table.get("key_properties") or ()
        names = (
            tuple(part.strip() for part in keys.split(",") if part.strip()) if isinstance(keys, str) else tuple(keys)
        )
        example = known.get(name)
        fields = dict(example.fields) if example else {"name": "string", "value": "string", **_CSV_FIELDS}
        yield CatalogStream(
            stream=name,
            tap_stream_id=name,
            key_properties=names,
            fields={**dict.fromkeys(names, "string"), **fields},
            from_property="tables",
        )


def _reports(values: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    reports = values.get("report_definitions")
    if not isinstance(reports, list) or not reports:
        return _DEFAULT_REPORTS
    return [(report["id"], report["name"]) for report in reports]


def _report(tap_stream_id: str, name: str) -> Discovered:
    fields: dict[str, Mapping[str, Any]] = {key: {"inclusion": "automatic"} for key in _REPORT_KEYS}
    kinds = dict.fromkeys(_REPORT_KEYS, "string")
    for field, (kind, group, behavior) in _REPORT_FIELDS.items():
        kinds[field] = kind
        fields[field] = {
            "inclusion": "available",
            "tap_google_analytics.group": group,
            "tap_google_analytics.cubes": list(_CUBES),
            **({"behavior": behavior} if behavior else {"inclusion": "automatic"}),
        }
    stream = CatalogStream(stream=name, tap_stream_id=tap_stream_id, key_properties=_REPORT_KEYS, fields=kinds)
    metadata = {
        "forced-replication-method": "INCREMENTAL",
        "valid-replication-keys": ["ga:date"],
        "table-key-properties": list(_REPORT_KEYS),
        "tap_google_analytics.all_cubes": list(_CUBES),
    }
    return Discovered(tap_stream_id, name, _schema(stream), metadata, fields)
