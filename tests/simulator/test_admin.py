from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from stitch_provider import catalog
from stitch_provider.simulator import Options
from stitch_provider.simulator.simulator import Simulator

if TYPE_CHECKING:
    from simulator.account import Account


async def test_a_seed_creates_a_fully_configured_source_of_every_type(account: Account) -> None:
    planted = await account.seed(destinations=[{"type": "snowflake"}], groups=[{"types": "all"}])
    assert len(planted["sources"]) == len(catalog.source_types())
    sources = await account.ok("GET", "/v4/sources")
    assert {source["report_card"]["current_step_type"] for source in sources} == {"fully_configured"}
    hidden = await account.ok("GET", f"/_simulator/sources/{planted['sources'][0]}")
    assert hidden["destination_id"] == planted["destinations"][0]


async def test_ids_after_a_seed_are_greater_than_those_of_the_seed(account: Account) -> None:
    await account.seed(sources=[{"id": 900000, "type": "import_api", "display_name": "One"}])
    made = await account.ok("POST", "/v4/sources", {"type": "import_api", "display_name": "Two"})
    assert made["id"] == 900001


@pytest.mark.parametrize(
    "seed",
    [
        {"nonsense": 1},
        {"sources": [{"type": "nope", "display_name": "x"}]},
        {"destinations": [{"type": "nope"}]},
        {"sources": [{"type": "platform.github", "display_name": "x", "streams": ["nope"]}]},
        {"sources": [{"type": "import_api", "display_name": "x"}] * 2},
    ],
)
async def test_an_invalid_seed_creates_nothing(account: Account, seed: Any) -> None:
    assert "error" in await account.refused("POST", "/_simulator/seed", seed)
    assert await account.ok("GET", "/v4/sources") == []


async def test_a_seed_can_contain_paused_and_deleted_sources(account: Account) -> None:
    paused = {"type": "import_api", "display_name": "a", "paused_at": "2024-01-01T00:00:00Z"}
    await account.seed(sources=[paused, {"type": "import_api", "display_name": "b", "deleted": True}])
    first, second = await account.ok("GET", "/v4/sources")
    assert first["paused_at"] == "2024-01-01T00:00:00Z"
    assert second["deleted_at"] is not None


async def test_a_reset_keeps_the_account_and_its_token(account: Account) -> None:
    await account.seed(groups=[{"types": ["platform.github"], "count": 2}])
    await account.ok("POST", "/_simulator/reset")
    assert await account.ok("GET", "/v4/sources") == []
    assert await account.seed(groups=[{"types": ["platform.github"]}]) == {"destinations": [], "sources": [731905]}


def test_a_reset_keeps_a_token_that_was_generated() -> None:
    simulator = Simulator(Options())
    token = simulator.token
    simulator.reset()
    assert simulator.token == token
    assert simulator.store.client_of_token(token) == simulator.client_id


@pytest.mark.parametrize("switches", [{"nonsense": 1}, {"plan": "gold"}, {"latency": "x"}, []])
async def test_an_invalid_switch_is_refused(account: Account, switches: Any) -> None:
    before = await account.ok("GET", "/_simulator/switches")
    assert "error" in await account.refused("PATCH", "/_simulator/switches", switches)
    assert await account.ok("GET", "/_simulator/switches") == before


async def test_checks_that_do_not_end_by_themselves_are_ended_by_the_admin_path(account: Account) -> None:
    await account.switch(check_seconds=None)
    body = {"type": "platform.github", "display_name": "G"}
    properties = {"access_token": "x", "repository": "acme/widgets", "start_date": "2024-01-01T00:00:00Z"}
    await account.ok("POST", "/v4/sources", {**body, "properties": properties})
    await account.ok("POST", "/v4/sources", {**body, "display_name": "H", "properties": properties})
    assert await account.ok("POST", "/_simulator/checks", {"source_id": 731905, "error": "no such host"}) == {
        "ended": 1
    }
    assert await account.ok("POST", "/_simulator/checks") == {"ended": 1}
    steps = [each["report_card"]["current_step_type"] for each in await account.ok("GET", "/v4/sources")]
    assert steps == ["discover_schema", "field_selection"]


async def test_the_listing_contains_types_without_steps_that_no_source_can_have(account: Account) -> None:
    listed = await account.ok("GET", "/v4/source-types")
    stepless = [card for card in listed if "steps" not in card]
    assert len(listed) - len(stepless) == len(catalog.source_types())
    assert len(stepless) == 44
    github = next(card for card in stepless if card["type"] == "hubspot")
    assert github["upgrade_available"] == {"type": "platform.hubspot"}
    destinations = await account.ok("GET", "/v4/destination-types")
    assert {card["type"] for card in destinations} == set(catalog.destination_types())
    for path in ("/v4/source-types/nope", "/v4/destination-types/nope", "/v4/nope", "/_simulator/nope"):
        assert (await account.call("GET", path)).status_code == 404
    assert (await account.call("PATCH", "/v4/sources")).status_code == 404
