"""The tables of the store that several modules use, and the records that are their rows.

The columns of a table are the fields of its record. Fields named `*_at` are in the form of the API. `due` and `*_time`
are seconds since the epoch. A table that only one family of endpoints uses is declared in its module in `routes`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, Generic, Literal, TypeAlias, TypeVar

import msgspec
from msgspec import inspect

if TYPE_CHECKING:
    import sqlite3

ConnectionKind: TypeAlias = Literal["source", "destination"]
Row = TypeVar("Row", bound=msgspec.Struct)

_SQL_TYPES: Final[Mapping[type[inspect.Type], str]] = {
    inspect.IntType: "INTEGER",
    inspect.BoolType: "INTEGER",
    inspect.FloatType: "REAL",
    inspect.StrType: "TEXT",
    inspect.LiteralType: "TEXT",
    inspect.DictType: "TEXT",
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, its type in SQL, and whether its value can be null and is stored as JSON."""

    name: str
    sql_type: str
    nullable: bool
    json: bool


@dataclass(frozen=True)
class Table(Generic[Row]):
    """A table, the record of its rows, its primary key, and the statements that create its indexes."""

    name: str
    record: type[Row]
    key: tuple[str, ...] = ("id",)
    indexes: tuple[str, ...] = ()

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The columns, which are the fields of the record."""
        return tuple(map(_column, msgspec.structs.fields(self.record)))

    @property
    def schema(self) -> Iterator[str]:
        """The statements that create the table and its indexes if they do not exist."""
        columns = [f"{each.name} {each.sql_type}{'' if each.nullable else ' NOT NULL'}" for each in self.columns]
        options = " WITHOUT ROWID" if len(self.key) > 1 else ""
        constraint = f"PRIMARY KEY ({', '.join(self.key)})"
        yield f"CREATE TABLE IF NOT EXISTS {self.name} ({', '.join((*columns, constraint))}){options}"
        yield from self.indexes

    @cached_property
    def insert(self) -> str:
        """The statement that inserts a row, or replaces the row with the same key."""
        columns = self.record.__struct_fields__
        marks = ", ".join(f":{column}" for column in columns)
        updates = ", ".join(f"{column} = excluded.{column}" for column in columns if column not in self.key)
        return (
            f"INSERT INTO {self.name} ({', '.join(columns)}) VALUES ({marks}) "
            f"ON CONFLICT ({', '.join(self.key)}) DO UPDATE SET {updates}"
        )

    def to_row(self, record: Row) -> dict[str, Any]:
        """The row of a record."""
        row = {column.name: getattr(record, column.name) for column in self.columns}
        for name in self._json_columns:
            if row[name] is not None:
                row[name] = msgspec.json.encode(row[name]).decode()
        return row

    def from_row(self, row: sqlite3.Row) -> Row:
        """The record of a row."""
        values: dict[str, Any] = dict(row)
        for name in self._json_columns:
            if values[name] is not None:
                values[name] = msgspec.json.decode(values[name])
        return msgspec.convert(values, self.record, strict=False)

    @cached_property
    def _json_columns(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns if column.json)


def _column(field: msgspec.structs.FieldInfo) -> Column:
    info = inspect.type_info(field.type)
    options = info.types if isinstance(info, inspect.UnionType) else (info,)
    (kind,) = (type(each) for each in options if not isinstance(each, inspect.NoneType))
    return Column(field.name, _SQL_TYPES[kind], nullable=len(options) > 1, json=kind is inspect.DictType)


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """A Stitch client account."""

    client_id: int
    email: str | None
    region: str


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """A source with all its properties, including credentials. `discovered`: the last completed check succeeded."""

    id: int
    client_id: int
    type: str
    name: str
    display_name: str
    properties: Mapping[str, Any]
    destination_id: int | None = None
    discovered: bool = False
    created_at: str
    updated_at: str
    paused_at: str | None = None
    system_paused_at: str | None = None
    deleted_at: str | None = None


class Destination(msgspec.Struct, frozen=True, kw_only=True):
    """A destination with all its properties, including credentials."""

    id: int
    client_id: int
    type: str
    name: str | None
    description: str | None
    properties: Mapping[str, Any]
    created_at: str
    updated_at: str
    deleted_at: str | None = None


class Check(msgspec.Struct, frozen=True, kw_only=True):
    """The last check of a source or destination. A running check whose `due` is None does not end by itself."""

    kind: ConnectionKind
    owner_id: int
    name: str
    status: Literal["running", "succeeded", "failed"]
    started_at: str
    completed_at: str | None = None
    due: float | None = None
    error: str | None = None


class Shape(msgspec.Struct, frozen=True, kw_only=True):
    """The schema and metadata of a stream. Equal streams of several sources have the same shape.

    `schema` is a JSON document. `stream` is the metadata of the stream, `fields` the metadata of each field, in order.
    """

    id: int
    digest: str
    schema: str
    stream: Mapping[str, Any]
    fields: Mapping[str, Mapping[str, Any]]


class Stream(msgspec.Struct, frozen=True, kw_only=True):
    """A stream of a source. `chosen` and `chosen_fields` are the metadata that PUT has set."""

    id: int
    source_id: int
    tap_stream_id: str
    stream_name: str
    shape_id: int
    selected: bool | None = None
    chosen: Mapping[str, Any] = {}
    chosen_fields: Mapping[str, Mapping[str, Any]] = {}


class ImportToken(msgspec.Struct, frozen=True, kw_only=True):
    """An Import API access token."""

    id: int
    source_id: int
    value: str
    created_at: str


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """A replication job, running or completed.

    `tap_description` is the reason why the tap failed. `terminated` is true if the job was stopped.
    """

    name: str
    client_id: int
    source_id: int
    source_type: str
    started_at: str
    started_time: float
    completed_at: str | None = None
    completed_time: float | None = None
    due: float | None = None
    terminated: bool = False
    tap_exit_status: int | None = None
    tap_description: str | None = None


class Load(msgspec.Struct, frozen=True, kw_only=True):
    """The last attempt to load a stream."""

    client_id: int
    source_id: int
    source_name: str
    stream_name: str
    attempted_time: float
    last_batch_loaded_at: str | None
    error_state: Mapping[str, Any] | None = None


ACCOUNTS: Final = Table(
    "accounts",
    Account,
    key=("client_id",),
    indexes=("CREATE UNIQUE INDEX IF NOT EXISTS account_emails ON accounts (email)",),
)
SOURCES: Final = Table(
    "sources",
    Source,
    indexes=("CREATE UNIQUE INDEX IF NOT EXISTS source_names ON sources (client_id, name) WHERE deleted_at IS NULL",),
)
DESTINATIONS: Final = Table("destinations", Destination)
CHECKS: Final = Table(
    "checks",
    Check,
    key=("kind", "owner_id"),
    indexes=("CREATE INDEX IF NOT EXISTS checks_due ON checks (due) WHERE status = 'running'",),
)
SHAPES: Final = Table("shapes", Shape, indexes=("CREATE UNIQUE INDEX IF NOT EXISTS shape_digests ON shapes (digest)",))
STREAMS: Final = Table(
    "streams",
    Stream,
    indexes=(
        "CREATE UNIQUE INDEX IF NOT EXISTS stream_names ON streams (source_id, tap_stream_id)",
        "CREATE INDEX IF NOT EXISTS selected_streams ON streams (source_id) WHERE selected = 1",
    ),
)
IMPORT_TOKENS: Final = Table("import_tokens", ImportToken)
JOBS: Final = Table(
    "jobs",
    Job,
    key=("name",),
    indexes=(
        "CREATE INDEX IF NOT EXISTS jobs_of_source ON jobs (source_id, started_time)",
        "CREATE INDEX IF NOT EXISTS jobs_running ON jobs (due) WHERE completed_time IS NULL",
    ),
)
LOADS: Final = Table("loads", Load, key=("source_id", "stream_name"))

TABLES: Final[tuple[Table[Any], ...]] = (
    ACCOUNTS,
    SOURCES,
    DESTINATIONS,
    CHECKS,
    SHAPES,
    STREAMS,
    IMPORT_TOKENS,
    JOBS,
    LOADS,
)
"""All tables of this module."""
