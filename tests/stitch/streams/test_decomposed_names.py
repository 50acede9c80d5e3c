"""Streams and fields whose names Stitch shows decomposed. Terraform normalizes every string to Unicode NFC."""

from __future__ import annotations

import json
from typing import Any

import pytest

from connect.virtual_time import in_virtual_time
from stitch.streams.accounts import ALL, add_source, change_metadata, exclude, include, metadata, puts
from stitch.workspace import SimulatedAccount, Workspace, simulated

CAFE, DECOMPOSED = "caf\u00e9", "cafe\u0301"
FIELD, DECOMPOSED_FIELD = "gr\u00f6\u00dfe", "gro\u0308\u00dfe"

SFTP = {
    "type": "platform.sftp",
    "display_name": "Files",
    "properties": {
        "host": "files.acme.example",
        "port": "22",
        "username": "stitch",
        "start_date": "2024-01-01T00:00:00Z",
        "tables": json.dumps([{"table_name": DECOMPOSED}]),
    },
}


async def decomposed_source(account: SimulatedAccount) -> str:
    """A source with a stream and a field whose names are decomposed."""
    source = await add_source(account, SFTP)
    field = {"tap_stream_id": DECOMPOSED, "name": DECOMPOSED_FIELD}
    await account.call("POST", f"/_simulator/sources/{source}/fields", field)
    return source


def selection(account: SimulatedAccount, source: str, **settings: Any) -> tuple[Workspace, dict[str, Any]]:
    return Workspace(account, "stitch_stream_selection"), {"source_id": source, "stream": CAFE, **settings}


def selections(account: SimulatedAccount, source: str, **settings: Any) -> tuple[Workspace, dict[str, Any]]:
    return Workspace(account, "stitch_stream_selections"), {"source_id": source, "streams": {CAFE: settings}}


@pytest.mark.parametrize("declared", [selection, selections])
@in_virtual_time
async def test_they_are_selected_read_and_deselected_by_their_normalized_names(declared: Any) -> None:
    async with simulated() as account:
        source = await decomposed_source(account)
        one, config = declared(
            account,
            source,
            replication_method="INCREMENTAL",
            replication_key="_sdc_source_lineno",
            fields=include(FIELD, "_sdc_source_lineno"),
        )
        await one.apply(**config)
        (body,) = await puts(account)
        assert body["streams"][0]["tap_stream_id"] == DECOMPOSED
        found = await metadata(account, source, DECOMPOSED)
        assert found["properties", DECOMPOSED_FIELD]["selected"] is True
        _, changed = declared(account, source, fields=exclude(FIELD))
        await one.apply(**changed)
        found = await metadata(account, source, DECOMPOSED)
        assert found["properties", DECOMPOSED_FIELD]["selected"] is False
        await change_metadata(account, source, DECOMPOSED, {"selected": True}, DECOMPOSED_FIELD)
        await one.refresh()
        assert (await one.plan(**changed)).action == "update"
        await one.destroy()
        assert (await metadata(account, source, DECOMPOSED))[()]["selected"] is False


@pytest.mark.parametrize("key", ["replication_key", "view_key_properties"])
@pytest.mark.parametrize("declared", [selection, selections])
@in_virtual_time
async def test_a_key_is_sent_in_the_spelling_of_stitch(declared: Any, key: str) -> None:
    async with simulated() as account:
        source = await add_source(account, SFTP)
        field = {"tap_stream_id": DECOMPOSED, "name": DECOMPOSED_FIELD, "type": "integer"}
        await account.call("POST", f"/_simulator/sources/{source}/fields", field)
        value = FIELD if key == "replication_key" else include(FIELD)["include"]
        one, config = declared(account, source, **{key: value}, fields=ALL)
        await one.apply(**config)
        (body,) = await puts(account)
        sent = body["streams"][0]["metadata"][0]["metadata"][key.replace("_", "-")]
        assert sent in (DECOMPOSED_FIELD, [DECOMPOSED_FIELD])


@pytest.mark.parametrize("name", [CAFE, DECOMPOSED])
@in_virtual_time
async def test_they_are_imported_and_planned_without_change(name: str) -> None:
    async with simulated() as account:
        source = await decomposed_source(account)
        await change_metadata(account, source, DECOMPOSED, {"selected": True})
        await change_metadata(account, source, DECOMPOSED, {"selected": True}, DECOMPOSED_FIELD)
        (one, config), (many, configs) = selection(account, source), selections(account, source)
        fields = {"fields": include(FIELD)}
        await one.import_state(f"{source}/{name}")
        await many.import_state(source)
        assert (await one.plan(**config, **fields)).action == "nothing"
        configs["streams"] = {CAFE: fields}
        assert (await many.plan(**configs)).action == "nothing"


@in_virtual_time
async def test_data_sources_find_them_by_their_normalized_names() -> None:
    async with simulated() as account:
        source = await decomposed_source(account)
        found = await account.read_data("stitch_streams", source_id=source, name=CAFE)
        assert found.state is not None
        assert [each["tap_stream_id"] for each in found.state["streams"]] == [CAFE]
        await account.call("POST", "/v4/sources", SFTP | {"display_name": DECOMPOSED})
        sources = await account.read_data("stitch_sources", display_name=CAFE)
        assert sources.state is not None
        assert len(sources.state["sources"]) == 1
