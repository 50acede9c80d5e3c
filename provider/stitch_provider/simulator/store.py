"""The store of the simulator: an SQLite database with the tables of `tables` and of endpoints.

There is one connection, and one transaction per request. `touched` collects the sources that a transaction has written,
so that they can be removed from the cache of rendered sources. The store implements no rule of the API.
"""

from __future__ import annotations

import sqlite3
import weakref
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from stitch_provider.simulator import tables
from stitch_provider.simulator.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from stitch_provider.simulator.tables import Row, Table

_OWN_TABLES: Final = {
    "settings": "key TEXT PRIMARY KEY, value TEXT NOT NULL",
    "sequences": "kind TEXT PRIMARY KEY, value INTEGER NOT NULL",
    "api_tokens": "token TEXT PRIMARY KEY, client_id INTEGER NOT NULL",
    "oauth_codes": "code TEXT PRIMARY KEY, client_id INTEGER NOT NULL, expires_time REAL NOT NULL",
}
"""The columns of tables that only the store uses."""

_ID_DIGITS: Final = 18


def parse_id(text: str) -> int | None:
    """The id in a text of digits, or None for other texts and for numbers that cannot be an id."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _ID_DIGITS else None


class Store:
    """The database of one simulator, to be used from one thread only. It is closed when it is garbage collected."""

    def __init__(self, database: str | None) -> None:
        self._connection = sqlite3.connect(database or ":memory:", isolation_level=None, check_same_thread=False)
        self._closing = weakref.finalize(self, self._connection.close)
        self._connection.row_factory = sqlite3.Row
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = OFF")
        for name, columns in _OWN_TABLES.items():
            self._connection.execute(f"CREATE TABLE IF NOT EXISTS {name} ({columns}) WITHOUT ROWID")
        self._names = [*_OWN_TABLES]
        self.create(*TABLES)
        self.touched: set[int] = set()

    def create(self, *tables: Table[Any]) -> None:
        """Create tables, unless they are in the database already. They have to be created before they are used."""
        for table in tables:
            self._names.append(table.name)
            for statement in table.schema:
                self._connection.execute(statement)

    def close(self) -> None:
        """Close the database."""
        self._closing()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """A transaction, which is rolled back if the block raises an exception."""
        self._connection.execute("BEGIN")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    def one(self, table: Table[Row], where: str, *values: object) -> Row | None:
        """The first row that fulfills the condition."""
        row = self._connection.execute(f"SELECT * FROM {table.name} WHERE {where} LIMIT 1", values).fetchone()
        return None if row is None else table.from_row(row)

    def many(self, table: Table[Row], where: str, *values: object) -> list[Row]:
        """The rows that fulfill the condition, which can end in ORDER BY and LIMIT."""
        return list(self.each(table, where, *values))

    def each(self, table: Table[Row], where: str, *values: object) -> Iterator[Row]:
        """The same rows one by one, for a caller that may not need all of them."""
        for row in self._connection.execute(f"SELECT * FROM {table.name} WHERE {where}", values):
            yield table.from_row(row)

    def numbers(self, query: str, *values: object) -> list[int]:
        """The first column of the result of a query."""
        return [row[0] for row in self._connection.execute(query, values)]

    def count(self, table: Table[Row], where: str, *values: object) -> int:
        """How many rows fulfill the condition."""
        return self.numbers(f"SELECT count(*) FROM {table.name} WHERE {where}", *values)[0]

    def save(self, table: Table[Row], record: Row) -> None:
        """Write a whole row."""
        self.save_all(table, (record,))

    def save_all(self, table: Table[Row], rows: Iterable[Row]) -> None:
        """Write many whole rows."""
        written = list(rows)
        self._connection.executemany(table.insert, [table.to_row(record) for record in written])
        for record in written:
            if isinstance(record, tables.Source):
                self.touched.add(record.id)
            elif isinstance(record, tables.Stream | tables.Job | tables.ImportToken):
                self.touched.add(record.source_id)
            elif isinstance(record, tables.Check) and record.kind == "source":
                self.touched.add(record.owner_id)

    def delete(self, table: Table[Row], where: str, *values: object) -> int:
        """Delete the rows that fulfill the condition; returns how many there were."""
        return self._connection.execute(f"DELETE FROM {table.name} WHERE {where}", values).rowcount

    def clear(self) -> None:
        """Delete every row of every table."""
        for name in self._names:
            self._connection.execute(f"DELETE FROM {name}")

    def next_id(self, kind: str, first: int) -> int:
        """An id that no object of this kind has had. `first` is the first id of all."""
        query = (
            "INSERT INTO sequences (kind, value) VALUES (?, ?) "
            "ON CONFLICT (kind) DO UPDATE SET value = value + 1 RETURNING value"
        )
        return int(self._connection.execute(query, (kind, first)).fetchone()[0])

    def reserve_id(self, kind: str, used: int, first: int) -> None:
        """Make later ids of this kind greater than one that the caller has chosen."""
        query = (
            "INSERT INTO sequences (kind, value) VALUES (?, ?) "
            "ON CONFLICT (kind) DO UPDATE SET value = max(value, excluded.value)"
        )
        self._connection.execute(query, (kind, max(used, first - 1)))

    def setting(self, key: str) -> str | None:
        """A setting, or None if it was never saved."""
        row = self._connection.execute("SELECT value FROM settings WHERE key = ?", (key,)).fetchone()
        return None if row is None else str(row[0])

    def save_setting(self, key: str, value: str) -> None:
        """Save a setting."""
        self._connection.execute("INSERT OR REPLACE INTO settings VALUES (?, ?)", (key, value))

    def add_token(self, token: str, client_id: int) -> None:
        """Add an API access token of an account."""
        self._connection.execute("INSERT OR REPLACE INTO api_tokens VALUES (?, ?)", (token, client_id))

    def client_of_token(self, token: str) -> int | None:
        """The account that an API access token belongs to."""
        found = self.numbers("SELECT client_id FROM api_tokens WHERE token = ?", token)
        return found[0] if found else None

    def add_code(self, code: str, client_id: int, expires_time: float) -> None:
        """Add an OAuth authorization code."""
        self._connection.execute("INSERT INTO oauth_codes VALUES (?, ?, ?)", (code, client_id, expires_time))

    def take_code(self, code: str, now: float) -> int | None:
        """The account of an authorization code, or None if it is expired. The code cannot be used again."""
        query = "DELETE FROM oauth_codes WHERE code = ? RETURNING client_id, expires_time"
        row: Sequence[Any] | None = self._connection.execute(query, (code,)).fetchone()
        return int(row[0]) if row is not None and row[1] > now else None
