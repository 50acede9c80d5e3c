from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from stitch.workspace import SimulatedAccount, Workspace, simulated

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

TYPE = "stitch_source"
SEED = {
    "destinations": [{"type": "snowflake"}],
    "sources": [
        {"type": "platform.github", "display_name": "Busy"},
        {"type": "platform.github", "display_name": "Gone", "deleted": True},
        {"type": "platform.hp-postgres", "display_name": "Idle", "paused_at": "2024-05-14T09:30:00Z"},
        {"type": "import_api", "display_name": "Feed", "name": "feed_eu"},
    ],
}


@pytest.fixture
async def account() -> AsyncIterator[SimulatedAccount]:
    async with simulated() as connected:
        await connected.call("POST", "/_simulator/seed", SEED)
        await connected.calls()
        yield connected


async def test_what_is_listed_is_what_an_import_gives(account: SimulatedAccount) -> None:
    events = await account.query(TYPE)
    assert len(events) == 3
    for event in events:
        imported = Workspace(account, TYPE)
        assert await imported.import_state(identity=event.identity) == ()
        assert (event.state, event.identity) == (imported.state, imported.identity)


async def test_what_is_generated_from_the_list_plans_empty(account: SimulatedAccount) -> None:
    (destination,) = await account.call("GET", "/v4/destinations")
    for event in await account.query(TYPE):
        adopted = Workspace(account, TYPE, state=event.state, identity=event.identity)
        config = await adopted.generated()
        assert not any(config[name] for name in ("id", "effective_properties", "credentials", "credentials_wo"))
        assert config["destination_id"] == str(destination["id"])
        await adopted.refresh()
        assert (await adopted.plan(**config)).action == "nothing"


async def test_a_list_costs_one_call_with_states_or_without(account: SimulatedAccount) -> None:
    assert [event.state for event in await account.query(TYPE, include_resource=False)] == [None] * 3
    assert await account.calls() == [("GET", "/v4/sources")]


@pytest.mark.parametrize(
    ("filters", "names"),
    [
        ({}, ["Busy", "Idle", "Feed"]),
        ({"type": "platform.github"}, ["Busy"]),
        ({"display_name": "Idle"}, ["Idle"]),
        ({"name": "feed_eu"}, ["Feed"]),
        ({"paused": True}, ["Idle"]),
        ({"paused": False}, ["Busy", "Feed"]),
        ({"paused": True, "type": "platform.github"}, []),
    ],
)
async def test_every_filter_has_to_pass(account: SimulatedAccount, filters: dict[str, Any], names: list[str]) -> None:
    assert [event.display_name for event in await account.query(TYPE, **filters)] == names


async def test_a_service_in_trouble_is_an_error(account: SimulatedAccount) -> None:
    await account.call("POST", "/_simulator/faults", {"kind": "status", "path": "/v4/sources", "status": 403})
    (event,) = await account.query(TYPE)
    assert event.identity is None
    assert "list the sources" in f"{event.diagnostics[0].summary} {event.diagnostics[0].detail}"
