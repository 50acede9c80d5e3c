from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from simulator.account import Account

TOKENS = "/v4/sources/731905/tokens"


@pytest.fixture
async def feed(account: Account) -> Account:
    await account.seed(
        sources=[{"type": "import_api", "display_name": "Feed"}, {"type": "platform.github", "display_name": "G"}]
    )
    return account


async def test_a_source_has_at_most_two_tokens_with_increasing_ids(feed: Account) -> None:
    first, second = [await feed.ok("POST", TOKENS) for _ in range(2)]
    assert first["access_token"].startswith("at_")
    assert second["id"] > first["id"]
    assert (await feed.refused("POST", TOKENS))["error"] == "LimitExceeded"
    source = await feed.ok("DELETE", f"{TOKENS}/{first['id']}")
    assert source["id"] == 731905
    third = await feed.ok("POST", TOKENS)
    assert [each["token_id"] for each in await feed.ok("GET", TOKENS)] == [third["id"], second["id"]]


async def test_a_switch_makes_the_list_contain_only_ids(feed: Account) -> None:
    await feed.switch(import_tokens="integers")
    token = await feed.ok("POST", TOKENS)
    assert await feed.ok("GET", TOKENS) == [token["id"]]


async def test_only_import_sources_have_tokens(feed: Account) -> None:
    assert (await feed.refused("POST", "/v4/sources/731906/tokens"))["error"] == "InvalidType"
    assert (await feed.refused("GET", "/v4/sources/9/tokens"))["error"] == "InvalidId"
    assert (await feed.refused("DELETE", f"{TOKENS}/9"))["error"] == "InvalidId"
