from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from simulator.account import POSTGRES

if TYPE_CHECKING:
    from simulator.account import Account

ORDERS = "storefront-public-orders"
CUSTOMERS = "storefront-public-customers"
BODY = "body must contain a 'streams' property with a list of metadatas by tap_stream_id"
METADATA = "/v4/sources/731911/streams/metadata"


def change(tap_stream_id: Any, metadata: dict[str, Any], *breadcrumb: str) -> dict[str, Any]:
    return {"tap_stream_id": tap_stream_id, "metadata": [{"breadcrumb": [*breadcrumb], "metadata": metadata}]}


@pytest.fixture
async def storefront(account: Account) -> Account:
    source = {"id": 731911, "type": "platform.hp-postgres", "display_name": "Storefront", "properties": POSTGRES}
    await account.seed(destinations=[{"type": "snowflake"}], sources=[source])
    return account


async def select(account: Account, *streams: dict[str, Any]) -> None:
    assert await account.ok("PUT", METADATA, {"streams": list(streams)}) == {"status": 200}


async def stream(account: Account, tap_stream_id: str) -> dict[str, Any]:
    streams = await account.ok("GET", "/v4/sources/731911/streams")
    found: dict[str, Any] = next(each for each in streams if each["tap_stream_id"] == tap_stream_id)
    return found


async def fields(account: Account, tap_stream_id: str) -> dict[str, dict[str, Any]]:
    stream_id = (await stream(account, tap_stream_id))["stream_id"]
    schema = await account.ok("GET", f"/v4/sources/731911/streams/{stream_id}")
    return {each["breadcrumb"][-1] if each["breadcrumb"] else "": each["metadata"] for each in schema["metadata"]}


@pytest.mark.parametrize(
    "body",
    [
        [],
        {},
        {"streams": {}},
        {"streams": ["x"]},
        {"streams": [{"tap_stream_id": ORDERS}]},
        {"streams": [{"tap_stream_id": ORDERS, "metadata": ["x"]}]},
        {"streams": [{"tap_stream_id": ORDERS, "metadata": [{"metadata": {}}]}]},
        {"streams": [{"tap_stream_id": ORDERS, "metadata": [{"breadcrumb": []}]}]},
    ],
)
async def test_a_body_without_its_keys_is_refused(storefront: Account, body: Any) -> None:
    assert await storefront.refused("PUT", METADATA, body) == BODY


@pytest.mark.parametrize(
    ("stream", "text"),
    [
        (change(None, {}), "invalid tap-stream-ids:  [nil]"),
        (change("nope", {}), "invalid tap-stream-ids:  [nope]"),
        (
            change(ORDERS, {"row-count": 1}),
            'only non-discoverable metadata can be produced by the UI: #{"row-count"}',
        ),
        (
            change(ORDERS, {"inclusion": "available"}, "properties", "id"),
            'only non-discoverable metadata can be produced by the UI: #{"inclusion"}',
        ),
        (
            change(CUSTOMERS, {"selected": True}, "properties", "search_vector"),
            "Unsupported fields cannot be selected by default",
        ),
        (change(ORDERS, {"selected": True}, "properties", "nope"), "invalid breadcrumbs:  [properties nope]"),
    ],
)
async def test_an_invalid_change_is_refused(storefront: Account, stream: dict[str, Any], text: str) -> None:
    good = change(ORDERS, {"selected": True})
    refusal = await storefront.refused("PUT", METADATA, {"streams": [good, stream]})
    assert refusal == {"invalid_fields": text}
    listed = await storefront.ok("GET", "/v4/sources/731911/streams")
    assert {each["selected"] for each in listed} == {None}, "a refused request changes nothing"


async def test_a_stream_with_a_fixed_method_may_accept_its_selection_alone(storefront: Account) -> None:
    await storefront.switch(fixed_method_metadata="selected")
    properties = {"repository": "acme/widgets", "start_date": "2024-01-01T00:00:00Z", "access_token": "made-up"}
    body = {"type": "platform.github", "display_name": "GitHub", "properties": properties}
    source = await storefront.ok("POST", "/v4/sources", body)
    path = f"/v4/sources/{source['id']}/streams"
    issues = next(each for each in await storefront.ok("GET", path) if each["tap_stream_id"] == "issues")
    schema = await storefront.ok("GET", f"{path}/{issues['stream_id']}")
    assert schema["non-discoverable-metadata-keys"] == ["selected"]
    refusal = await storefront.refused(
        "PUT", f"{path}/metadata", {"streams": [change("issues", {"selected": True, "replication-key": "id"})]}
    )
    assert refusal == {
        "invalid_fields": 'only non-discoverable metadata can be produced by the UI: #{"replication-key"}'
    }
    await storefront.ok("PUT", f"{path}/metadata", {"streams": [change("issues", {"selected": True})]})
    orders = await stream(storefront, ORDERS)
    schema = await storefront.ok("GET", f"/v4/sources/731911/streams/{orders['stream_id']}")
    assert "replication-key" in schema["non-discoverable-metadata-keys"]


async def test_a_source_is_fully_configured_while_a_stream_is_selected(storefront: Account) -> None:
    source = await storefront.ok("GET", "/v4/sources/731911")
    assert (source["report_card"]["current_step_type"], source["schedule"]) == ("field_selection", None)
    await select(storefront, change(ORDERS, {"selected": True, "replication-method": "FULL_TABLE"}))
    source = await storefront.ok("GET", "/v4/sources/731911")
    assert source["report_card"]["current_step_type"] == "fully_configured"
    assert source["schedule"]["next_fire_time"] == "2024-05-14T10:00:00Z"
    await select(storefront, change(ORDERS, {"selected": False}))
    source = await storefront.ok("GET", "/v4/sources/731911")
    assert source["report_card"]["current_step_type"] == "field_selection"


async def test_fields_contain_their_selection_only_while_the_stream_is_selected(storefront: Account) -> None:
    await select(storefront, change(ORDERS, {"selected": False}, "properties", "status"))
    assert "selected" not in (await fields(storefront, ORDERS))["status"]
    await select(storefront, change(ORDERS, {"selected": True}))
    assert (await fields(storefront, ORDERS))["status"]["selected"] is False
    await select(storefront, change(ORDERS, {"selected": None}, "properties", "status"))
    assert "selected" not in (await fields(storefront, ORDERS))["status"]


async def test_stream_ids_and_selections_survive_a_new_check(storefront: Account) -> None:
    await select(storefront, change(ORDERS, {"selected": True}))
    before = await storefront.ok("GET", "/v4/sources/731911/streams")
    await storefront.ok("PUT", "/v4/sources/731911", {"properties": {"user": "other"}})
    assert await storefront.ok("GET", "/v4/sources/731911/streams") == before


async def test_a_field_can_be_added_later(storefront: Account) -> None:
    body = {"tap_stream_id": ORDERS, "name": "coupon", "type": "string"}
    await storefront.ok("POST", "/_simulator/sources/731911/fields", body)
    assert (await fields(storefront, ORDERS))["coupon"]["inclusion"] == "available"


async def test_streams_cannot_be_selected_while_the_check_has_failed(storefront: Account) -> None:
    await storefront.ok("PUT", "/v4/sources/731911", {"properties": {"password": "wrong-password"}})
    refusal = await storefront.refused("PUT", METADATA, {"streams": [change(ORDERS, {"selected": True})]})
    assert refusal == {"invalid_fields": f"invalid tap-stream-ids:  [{ORDERS}]"}


async def test_unknown_sources_and_streams_are_refused(storefront: Account) -> None:
    assert await storefront.refused("GET", "/v4/sources/731911/streams/1") == "invalid stream-id: 1"
    assert await storefront.refused("GET", "/v4/sources/9/streams/1") == "invalid stream-id: 1"
    assert await storefront.refused("GET", "/v4/sources/9/streams") == "invalid stream-id: 9"
    refusal = await storefront.refused("PUT", "/v4/sources/9/streams/metadata", {"streams": [change("a", {})]})
    assert refusal == {"invalid_fields": "invalid tap-stream-ids:  [a]"}


@pytest.mark.parametrize(
    ("metadata", "failure"),
    [
        ({"selected": True, "replication-method": "FULL_TABLE"}, None),
        ({"selected": True}, f"{ORDERS}: no replication-method is set"),
        (
            {"selected": True, "replication-method": "INCREMENTAL"},
            f"{ORDERS}: replication-key is required for INCREMENTAL replication",
        ),
    ],
)
async def test_an_invalid_selection_that_put_accepts_fails_the_extraction(
    storefront: Account, metadata: dict[str, Any], failure: str | None
) -> None:
    await storefront.switch(job_seconds=0)
    await select(storefront, change(ORDERS, metadata))
    await storefront.ok("POST", "/v4/sources/731911/sync")
    (extraction,) = (await storefront.ok("GET", "/v4/204417/extractions"))["data"]
    assert (extraction["tap_description"], extraction["tap_exit_status"]) == (failure, 1 if failure else 0)
    loads = (await storefront.ok("GET", "/v4/204417/loads"))["data"]
    assert [load["stream_name"] for load in loads] == ([] if failure else ["orders"])


async def test_names_have_their_own_spelling_and_no_other_is_accepted(account: Account) -> None:
    composed, decomposed = "caf\u00e9", "cafe\u0301"
    tables = json.dumps([{"table_name": decomposed, "key_properties": decomposed}])
    properties = {"host": "files.acme.example", "port": "22", "username": "u", "start_date": "2024-01-01T00:00:00Z"}
    body = {"type": "platform.sftp", "display_name": "Files", "properties": properties | {"tables": tables}}
    source = (await account.ok("POST", "/v4/sources", body))["id"]
    (found,) = await account.ok("GET", f"/v4/sources/{source}/streams")
    assert found["tap_stream_id"] == decomposed
    assert found["metadata"]["table-key-properties"] == [decomposed]
    put = ("PUT", f"/v4/sources/{source}/streams/metadata")
    await account.refused(*put, {"streams": [change(composed, {"selected": True})]})
    await account.ok(*put, {"streams": [change(decomposed, {"selected": True})]})
