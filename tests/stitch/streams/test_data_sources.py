"""`stitch_streams` and `stitch_stream` against a simulated account."""

from __future__ import annotations

import json
from typing import Any

import pytest

from connect.virtual_time import in_virtual_time
from stitch.streams.accounts import CUSTOMERS, ORDERS, POSTGRES, VIEW, add_source, change_metadata
from stitch.workspace import simulated
from stitch_provider.terraform.values.path import Path


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"selected": True}, {ORDERS}),
        ({"name": "customers"}, {CUSTOMERS}),
        ({"schema": "reporting"}, {VIEW}),
        ({"database": "elsewhere"}, set()),
        ({"selected": False, "name": "orders"}, set()),
    ],
)
@in_virtual_time
async def test_streams_are_filtered(filters: dict[str, Any], expected: set[str]) -> None:
    async with simulated() as account:
        source = await add_source(account, POSTGRES)
        await change_metadata(account, source, ORDERS, {"selected": True})
        found = await account.read_data("stitch_streams", source_id=source, **filters)
        assert found.diagnostics == ()
        assert found.state is not None
        streams: Any = found.state["streams"]
        assert {stream["tap_stream_id"] for stream in streams} == expected


@in_virtual_time
async def test_streams_are_shown_with_their_metadata() -> None:
    async with simulated() as account:
        source = await add_source(account, POSTGRES)
        await change_metadata(account, source, ORDERS, {"selected": True, "replication-method": "FULL_TABLE"})
        found = await account.read_data("stitch_streams", source_id=source)
        assert found.state is not None
        streams: Any = found.state["streams"]
        assert [stream["tap_stream_id"] for stream in streams] == sorted(stream["tap_stream_id"] for stream in streams)
        (orders,) = [stream for stream in streams if stream["tap_stream_id"] == ORDERS]
        assert orders["stream_id"].isdigit()
        assert orders | {"stream_id": ""} == {
            "tap_stream_id": ORDERS,
            "stream_id": "",
            "stream_name": "orders",
            "selected": True,
            "database": "storefront",
            "schema": "public",
            "is_view": False,
            "row_count": 96411,
            "key_properties": ("id",),
            "replication_method": "FULL_TABLE",
            "forced_replication_method": None,
            "replication_key": None,
            "valid_replication_keys": (),
            "view_key_properties": (),
        }


@in_virtual_time
async def test_before_discovery_no_streams_are_listed() -> None:
    async with simulated(check_seconds=None) as account:
        source = await add_source(account, POSTGRES)
        found = await account.read_data("stitch_streams", source_id=source)
        assert found.state is not None
        assert found.state["streams"] == ()


@in_virtual_time
async def test_a_stream_is_shown_with_its_schema_and_fields() -> None:
    async with simulated() as account:
        source = await add_source(account, POSTGRES)
        found = await account.read_data("stitch_stream", source_id=source, stream=CUSTOMERS)
        assert found.diagnostics == ()
        state: Any = found.state
        assert state["facts"]["stream_name"] == "customers"
        assert "search_vector" in json.loads(state["json_schema"])["properties"]
        assert state["fields"]["id"]["inclusion"] == "automatic"
        assert state["fields"]["created_at"]["types"] == ("null", "string")
        assert state["fields"]["created_at"]["format"] == "date-time"
        assert state["fields"]["search_vector"]["replicated"] is False


@in_virtual_time
async def test_what_does_not_exist_is_an_error_at_its_attribute() -> None:
    async with simulated() as account:
        source = await add_source(account, POSTGRES)
        for type_name, config, path in (
            ("stitch_streams", {"source_id": "1"}, Path.of("source_id")),
            ("stitch_stream", {"source_id": "1", "stream": ORDERS}, Path.of("source_id")),
            ("stitch_stream", {"source_id": source, "stream": ORDERS[:-1]}, Path.of("stream")),
        ):
            (problem,) = (await account.read_data(type_name, **config)).diagnostics
            assert problem.path == path


@in_virtual_time
async def test_a_stream_that_is_not_discovered_yet_is_not_called_unknown() -> None:
    async with simulated(check_seconds=None) as account:
        source = await add_source(account, POSTGRES)
        (problem,) = (await account.read_data("stitch_stream", source_id=source, stream=ORDERS)).diagnostics
        assert (problem.summary, problem.path) == ("Stream is not discovered", Path.of("stream"))
