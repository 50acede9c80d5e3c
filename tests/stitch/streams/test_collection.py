from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

from stitch.streams.accounts import CUSTOMERS, ORDERS, VIEW, change_metadata
from stitch.workspace import SimulatedAccount, Workspace, simulated

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

ONE, MANY = "stitch_stream_selection", "stitch_stream_selections"
STORE, GITHUB, IDLE, FEED = 11, 12, 13, 14
SEED = {
    "destinations": [{"type": "snowflake"}],
    "sources": [
        {"id": STORE, "type": "platform.hp-postgres", "display_name": "Store", "streams": [ORDERS, CUSTOMERS, VIEW]},
        {"id": GITHUB, "type": "platform.github", "display_name": "GitHub", "streams": ["issues"]},
        {"id": IDLE, "type": "platform.github", "display_name": "Idle"},
        {"id": FEED, "type": "import_api", "display_name": "Feed"},
        {"type": "platform.github", "display_name": "Gone", "deleted": True, "streams": ["issues"]},
    ],
}


@pytest.fixture
async def account() -> AsyncIterator[SimulatedAccount]:
    async with simulated(clock_offset=-3600) as connected:
        await connected.call("POST", "/_simulator/seed", SEED)
        await change_metadata(connected, str(STORE), ORDERS, {"selected": False}, "status")
        await change_metadata(
            connected, str(STORE), ORDERS, {"replication-method": "INCREMENTAL", "replication-key": "id"}
        )
        await change_metadata(connected, str(GITHUB), "issues", {"selected": True}, "title")
        await connected.calls()
        yield connected


@pytest.mark.parametrize(("kind", "count"), [(ONE, 4), (MANY, 2)])
async def test_what_is_listed_is_what_an_import_gives(account: SimulatedAccount, kind: str, count: int) -> None:
    events = await account.query(kind)
    assert len(events) == count
    for event in events:
        imported = Workspace(account, kind)
        assert await imported.import_state(identity=event.identity) == ()
        assert (event.state, event.identity) == (imported.state, imported.identity)


@pytest.mark.parametrize("kind", [ONE, MANY])
async def test_what_is_generated_from_the_list_plans_empty(account: SimulatedAccount, kind: str) -> None:
    for event in await account.query(kind, selected_only=False):
        adopted = Workspace(account, kind, state=event.state, identity=event.identity)
        config = await adopted.generated()
        await adopted.refresh()
        assert (await adopted.plan(**config)).action == "nothing"


@pytest.mark.parametrize(
    ("kind", "filters", "names"),
    [
        (ONE, {}, [f"Store: {CUSTOMERS}", f"Store: {ORDERS}", f"Store: {VIEW}", "GitHub: issues"]),
        (ONE, {"source_id": str(GITHUB)}, ["GitHub: issues"]),
        (ONE, {"source_id": str(IDLE)}, []),
        (MANY, {}, ["Store", "GitHub"]),
        (MANY, {"source_id": str(STORE)}, ["Store"]),
        (MANY, {"source_id": str(IDLE), "selected_only": False}, ["Idle"]),
        (MANY, {"selected_only": False}, ["Store", "GitHub", "Idle"]),
    ],
)
async def test_filters_choose_what_is_listed(
    account: SimulatedAccount, kind: str, filters: dict[str, Any], names: list[str]
) -> None:
    assert sorted(event.display_name for event in await account.query(kind, **filters)) == sorted(names)


async def test_all_streams_of_a_source_are_listed_where_that_is_asked_for(account: SimulatedAccount) -> None:
    streams = await account.call("GET", f"/v4/sources/{IDLE}/streams")
    events = await account.query(ONE, source_id=str(IDLE), selected_only=False)
    assert [event.display_name for event in events] == [f"Idle: {stream['tap_stream_id']}" for stream in streams]
    assert {event.state["selected"] for event in events if event.state} == {False}


@pytest.mark.parametrize("kind", [ONE, MANY])
async def test_sources_without_discovery_are_not_asked_and_schemas_only_for_states(
    account: SimulatedAccount, kind: str
) -> None:
    await account.query(kind, include_resource=False)
    assert Counter(await account.calls()) == {
        ("GET", "/v4/sources"): 1,
        **{("GET", f"/v4/sources/{source}/streams"): 1 for source in (STORE, GITHUB, IDLE)},
    }


async def test_sources_after_the_limit_are_not_read() -> None:
    async with simulated() as account:
        group = {"types": ["platform.github"], "count": 20, "streams": "all"}
        await account.call("POST", "/_simulator/seed", {"destinations": [{"type": "s3"}], "groups": [group]})
        await account.calls()
        assert len(await account.query(MANY, include_resource=False, limit=1)) == 1
        assert len(await account.calls()) < 12


@pytest.mark.parametrize("kind", [ONE, MANY])
async def test_a_source_that_does_not_exist_is_named(account: SimulatedAccount, kind: str) -> None:
    (event,) = await account.query(kind, source_id="99")
    (diagnostic,) = event.diagnostics
    assert (diagnostic.summary, str(diagnostic.path)) == ("No such source", "source_id")


async def test_a_source_that_was_deleted_since_it_was_listed_is_left_out(account: SimulatedAccount) -> None:
    fault = {"kind": "status", "path": f"/v4/sources/{STORE}/streams", "status": 404}
    await account.call("POST", "/_simulator/faults", fault)
    assert [event.display_name for event in await account.query(MANY)] == ["GitHub"]
