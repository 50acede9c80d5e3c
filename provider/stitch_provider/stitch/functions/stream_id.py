"""The functions `stream_id` and `parse_stream_id`: how databases name their streams (reference 5).

A stream's `tap_stream_id` consists of names of database, schema and table with a separator between them. Which of them
it contains depends on the database. Names can contain the separator, so an id can be parsed only where one reading is
possible or the caller knows how it begins.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from msgspec import Struct

from stitch_provider.terraform.resource import Function, FunctionError, Parameter
from stitch_provider.terraform.schema.suggestions import nearest
from stitch_provider.terraform.values.types import STRING, ObjectType

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stitch_provider.terraform.values.value import Value


class Family(Struct, frozen=True):
    """How a family of databases names its streams: the parts, outermost first, and the separator between them."""

    parts: tuple[str, ...]
    separator: str = "-"


FAMILIES: Mapping[str, Family] = {
    "postgres": Family(("database", "schema", "table")),
    "mysql": Family(("database", "table")),
    "mssql": Family(("database", "schema", "table"), separator="_"),
    "mongodb": Family(("database", "table")),
    "oracle": Family(("schema", "table")),
    "dynamodb": Family(("table",)),
}
"""The families by the names that the functions take (A54)."""

_PARTS = ("database", "schema", "table")
_FAMILY = Parameter(
    name="family",
    type=STRING,
    description="Family of the database: `postgres` (PostgreSQL and its variants), `mysql` (MySQL, MariaDB, Aurora), "
    "`mssql` (SQL Server), `mongodb`, where the table is the collection, `oracle` or `dynamodb`.",
)


class StreamId(Function):
    """`stream_id(database, schema, table, family)`."""

    name = "stream_id"
    summary = "Id of the stream of a database table"
    description = (
        "The `tap_stream_id` of a table, for `stitch_stream_selection` and `stitch_stream_selections`. It is "
        "`<database>-<schema>-<table>` for `postgres`, `<database>_<schema>_<table>` for `mssql`, "
        "`<database>-<table>` for `mysql` and `mongodb`, `<schema>-<table>` for `oracle`, and `<table>` for `dynamodb`."
    )
    parameters = (
        Parameter(
            name="database",
            type=STRING,
            description="Name of the database. Null for `oracle` and `dynamodb`, whose ids have no database.",
            allow_null=True,
        ),
        Parameter(
            name="schema",
            type=STRING,
            description="Name of the schema. Null for `mysql`, `mongodb` and `dynamodb`, whose ids have no schema.",
            allow_null=True,
        ),
        Parameter(name="table", type=STRING, description="Name of the table, view or collection."),
        _FAMILY,
    )
    return_type = STRING

    def call(self, arguments: tuple[Value, ...]) -> Value:
        *names, family = arguments
        form = _family(str(family), argument=3)
        given = {part: str(name or "") for part, name in zip(_PARTS, names, strict=True)}
        for argument, part in enumerate(_PARTS):
            if part in form.parts and not given[part]:
                raise FunctionError(f"Stream ids of {family} contain the {part}, which cannot be empty.", argument)
            if part not in form.parts and given[part]:
                raise FunctionError(f"Stream ids of {family} do not contain the {part}: pass null.", argument)
        return form.separator.join(given[part] for part in form.parts)


class ParseStreamId(Function):
    """`parse_stream_id(stream_id, family, known...)`."""

    name = "parse_stream_id"
    summary = "Database, schema and table of a stream"
    description = (
        "The parts of a `tap_stream_id` as an object with `database`, `schema` and `table`, in which the parts that "
        "ids of the family do not have are null. Fails if the id can be read in several ways because a name contains "
        "the separator, as in `my-shop-orders`. In that case also pass its first parts, as in "
        '`parse_stream_id("my-shop-orders", "mysql", "my-shop")`.'
    )
    parameters = (Parameter(name="stream_id", type=STRING, description="The `tap_stream_id` of a stream."), _FAMILY)
    variadic = Parameter(
        name="known",
        type=STRING,
        description="First parts of the id, if they are known: the database, then the schema. Leave out what ids of "
        "the family do not have.",
    )
    return_type = ObjectType({"database": STRING, "schema": STRING, "table": STRING})

    def call(self, arguments: tuple[Value, ...]) -> Value:
        identifier, family, *known = map(str, arguments)
        form = _family(family, argument=1)
        rest = identifier
        leading = form.parts[:-1]
        if len(known) > len(leading):
            allowed = f"At most {_listing(leading)}" if leading else "Nothing"
            raise FunctionError(f"{allowed} can be passed after the family {family}.", 2 + len(leading))
        for argument, (part, value) in enumerate(zip(leading, known, strict=False), start=2):
            if not value or not rest.startswith(value + form.separator):
                raise FunctionError(f'The stream id "{identifier}" has another {part}.', argument)
            rest = rest.removeprefix(value + form.separator)
        readings = _readings(rest, form.separator, len(form.parts) - len(known))
        if not readings:
            shape = form.separator.join(f"<{part}>" for part in form.parts)
            raise FunctionError(f'"{identifier}" is not a stream id of {family}, which has the form {shape}.', 0)
        if len(readings) > 1:
            missing = _listing(leading[len(known) :])
            raise FunctionError(
                f'"{identifier}" can be read in {len(readings)} ways, as names can contain "{form.separator}". '
                f"Pass {missing} after the family.",
                0,
            )
        found = dict(zip(form.parts, (*known, *readings[0]), strict=True))
        return {part: found.get(part) for part in _PARTS}


def _readings(text: str, separator: str, count: int) -> list[tuple[str, ...]]:
    """Every way to take the text as `count` parts, none of them empty."""
    places = [at for at, character in enumerate(text) if character == separator]
    readings = []
    for chosen in combinations(places, count - 1):
        starts, ends = (0, *(at + 1 for at in chosen)), (*chosen, len(text))
        readings.append(tuple(text[start:end] for start, end in zip(starts, ends, strict=True)))
    return [parts for parts in readings if all(parts)]


def _family(name: str, argument: int) -> Family:
    if name not in FAMILIES:
        raise FunctionError(f'"{name}" is not a family of databases.{nearest(name, FAMILIES)}', argument)
    return FAMILIES[name]


def _listing(parts: tuple[str, ...]) -> str:
    return " and ".join(f"the {part}" for part in parts)
