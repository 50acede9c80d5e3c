from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from typing import Any, Literal

import msgspec
import pytest

from stitch_provider.simulator.tables import Table


class Note(msgspec.Struct, frozen=True, kw_only=True):
    id: int
    kind: Literal["plain", "urgent"]
    title: str | None = None
    pinned: bool = False
    due: float | None = None
    labels: Mapping[str, Any] = {}


INDEX = "CREATE INDEX IF NOT EXISTS notes_due ON notes (due)"
NOTES = Table("notes", Note, indexes=(INDEX,))


@pytest.fixture
def connection() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.row_factory = sqlite3.Row
        for statement in NOTES.schema:
            connection.execute(statement)
        yield connection


def test_the_columns_of_a_table_are_the_fields_of_its_record() -> None:
    columns = (
        "id INTEGER NOT NULL, kind TEXT NOT NULL, title TEXT, pinned INTEGER NOT NULL, due REAL, labels TEXT NOT NULL"
    )
    assert list(NOTES.schema) == [f"CREATE TABLE IF NOT EXISTS notes ({columns}, PRIMARY KEY (id))", INDEX]


@pytest.mark.parametrize(
    "note", [Note(id=1, kind="plain"), Note(id=1, kind="urgent", title="x", pinned=True, due=2.5, labels={"a": [1]})]
)
def test_a_record_is_equal_after_it_is_stored(connection: sqlite3.Connection, note: Note) -> None:
    connection.execute(NOTES.insert, NOTES.to_row(note))
    (row,) = connection.execute("SELECT * FROM notes")
    assert NOTES.from_row(row) == note


def test_a_record_replaces_the_one_with_the_same_key(connection: sqlite3.Connection) -> None:
    for note in (Note(id=1, kind="plain"), Note(id=1, kind="urgent")):
        connection.execute(NOTES.insert, NOTES.to_row(note))
    assert [row["kind"] for row in connection.execute("SELECT kind FROM notes")] == ["urgent"]
