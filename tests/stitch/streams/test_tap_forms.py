"""Streams are read, planned and imported in whatever form the tap of their source writes them (A50)."""

from __future__ import annotations

from typing import Any

import pytest

from connect.virtual_time import in_virtual_time
from stitch.streams.accounts import exclude
from stitch.workspace import SimulatedAccount, Workspace, simulated

FACTS: dict[str, tuple[str, dict[str, Any]]] = {
    "platform.github": ("issues", {"valid_replication_keys": ("updated_at",), "key_properties": ("id",)}),
    "platform.salesforce": ("Telemetry__b", {"forced_replication_method": "FULL_TABLE"}),
    "platform.bing-ads": ("campaign_report", {"forced_replication_method": "INCREMENTAL"}),
}

CONFLICTS: dict[str, tuple[str, str, set[str]]] = {
    "platform.google-ads": ("campaign_performance_report", "click_type", {"search_impression_share"}),
    "platform.ga4": ("campaign_report", "reach", {"device", "age"}),
    "platform.bing-ads": ("campaign_report", "reach", {"device", "age"}),
    "platform.adwords": ("campaign_report", "reach", {"device", "age"}),
}


async def add(account: SimulatedAccount, source_type: str) -> str:
    seed = {"sources": [{"id": 731905, "type": source_type, "display_name": "One"}]}
    await account.call("POST", "/_simulator/seed", seed)
    return "731905"


async def read(account: SimulatedAccount, kind: str, **config: Any) -> Any:
    found = await account.read_data(kind, **config)
    assert found.diagnostics == ()
    return found.state


@pytest.mark.parametrize("source_type", FACTS)
@in_virtual_time
async def test_a_stream_shows_the_same_facts_in_the_list_and_alone(source_type: str) -> None:
    name, facts = FACTS[source_type]
    async with simulated() as account:
        source = await add(account, source_type)
        listed = await read(account, "stitch_streams", source_id=source)
        alone = await read(account, "stitch_stream", source_id=source, stream=name)
        (found,) = [each for each in listed["streams"] if each["tap_stream_id"] == name]
        assert {key: found[key] for key in facts} == facts
        assert alone["facts"] == found


@pytest.mark.parametrize("source_type", CONFLICTS)
@in_virtual_time
async def test_a_field_shows_what_it_excludes(source_type: str) -> None:
    name, field, conflicts = CONFLICTS[source_type]
    async with simulated() as account:
        source = await add(account, source_type)
        found = await read(account, "stitch_stream", source_id=source, stream=name)
        assert set(found["fields"][field]["conflicts_with"]) == conflicts


@pytest.mark.parametrize("source_type", CONFLICTS)
@in_virtual_time
async def test_a_selection_is_imported_and_warns_of_fields_that_exclude_each_other(source_type: str) -> None:
    name, field, conflicts = CONFLICTS[source_type]
    async with simulated() as account:
        source = await add(account, source_type)
        selection = Workspace(account, "stitch_stream_selection")
        assert await selection.import_state(f"{source}/{name}") == ()
        planned = await selection.plan(source_id=source, stream=name, fields=exclude())
        warned = [each for each in planned.diagnostics if each.summary == "Fields exclude each other"]
        assert {other for other in conflicts for each in warned if f'"{other}"' in each.detail} == conflicts
        assert all(f'"{field}"' in each.detail for each in warned)
