from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from simulator.account import POSTGRES, SNOWFLAKE
from stitch_provider.simulator.request_log import mask, masked_body

if TYPE_CHECKING:
    from simulator.account import Account


async def test_credentials_of_the_type_are_masked_and_other_values_are_not(account: Account) -> None:
    await account.ok("POST", "/v4/destinations", {"type": "snowflake", "properties": SNOWFLAKE})
    await account.ok("PUT", "/v4/destinations/581220", {"properties": {"username": "SECRET_USER", "role": "R"}})
    body = {"type": "platform.hp-postgres", "display_name": "Storefront", "properties": POSTGRES}
    await account.ok("POST", "/v4/sources", body)
    bodies = [entry["body"]["properties"] for entry in await account.ok("GET", "/_simulator/requests")]
    assert bodies[0] == {**SNOWFLAKE, "username": "***", "password": "***"}
    assert bodies[1] == {"username": "***", "role": "R"}
    assert bodies[2] == {**POSTGRES, "password": "***"}


@pytest.mark.parametrize(
    ("body", "kind", "shown"),
    [
        (b"", "", None),
        (b'{"partner_secret": "s", "email": "e"}', "", {"partner_secret": "***", "email": "e"}),
        (
            b"client_secret=s&grant_type=g",
            "application/x-www-form-urlencoded",
            {"client_secret": "***", "grant_type": "g"},
        ),
        (b'{"password": "s', "", "<15 bytes that are not JSON>"),
        (b"\xff\xfe", "", "<2 bytes that are not JSON>"),
    ],
)
def test_bodies_of_every_content_type_are_masked(body: bytes, kind: str, shown: Any) -> None:
    assert masked_body(body, kind, None) == shown


def test_values_are_masked_at_every_depth_except_null() -> None:
    value = {"a": [{"token": "s"}, {"token": None}], "token": {"deep": 1}}
    assert mask(value, {"token"}) == {"a": [{"token": "***"}, {"token": None}], "token": "***"}


async def test_the_log_is_filtered_and_cleared(account: Account) -> None:
    await account.call("GET", "/v4/sources/9")
    await account.ok("GET", "/v4/sources?a=b")
    await account.ok("POST", "/v3/sessions/ephemeral")
    log = "/_simulator/requests"
    numbers = {
        query: [entry["number"] for entry in await account.ok("GET", log + query)]
        for query in ("", "?method=POST", "?path=/v4/sources/*", "?status=404", "?since=1", "?limit=1")
    }
    assert numbers == {
        "": [1, 2, 3],
        "?method=POST": [3],
        "?path=/v4/sources/*": [1],
        "?status=404": [1],
        "?since=1": [2, 3],
        "?limit=1": [1],
    }
    (entry,) = await account.ok("GET", log + "?since=1&limit=1")
    assert entry["query"] == {"a": "b"}
    assert entry["time"] == "2024-05-14T09:30:00Z"
    await account.ok("DELETE", log)
    assert await account.ok("GET", log) == []


async def test_a_dropped_connection_is_logged_without_a_status(account: Account) -> None:
    await account.ok("POST", "/_simulator/faults", {"kind": "drop"})
    with pytest.raises(ConnectionResetError):
        await account.call("GET", "/v4/sources")
    (entry,) = await account.ok("GET", "/_simulator/requests")
    assert (entry["fault"], entry.get("status")) == ("drop", None)
