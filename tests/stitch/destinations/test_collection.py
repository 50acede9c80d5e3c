from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from stitch.workspace import SimulatedAccount, Workspace, simulated

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

TYPE = "stitch_destination"
SEED = {"destinations": [{"type": "postgres", "name": "One", "description": "First"}, {"type": "s3", "name": "Other"}]}


@pytest.fixture
async def account() -> AsyncIterator[SimulatedAccount]:
    async with simulated() as connected:
        await connected.call("POST", "/_simulator/seed", SEED)
        await connected.calls()
        yield connected


async def test_what_is_listed_is_what_an_import_gives(account: SimulatedAccount) -> None:
    for event in await account.query(TYPE):
        imported = Workspace(account, TYPE)
        assert await imported.import_state(identity=event.identity) == ()
        assert (event.state, event.identity) == (imported.state, imported.identity)


async def test_a_list_costs_one_call_with_states_or_without(account: SimulatedAccount) -> None:
    assert [event.state for event in await account.query(TYPE, include_resource=False)] == [None, None]
    assert await account.calls() == [("GET", "/v4/destinations")]


@pytest.mark.parametrize(
    ("filters", "names"),
    [
        ({}, ["One", "Other"]),
        ({"type": "s3"}, ["Other"]),
        ({"name": "One"}, ["One"]),
        ({"type": "s3", "name": "One"}, []),
        ({"type": "snowflake"}, []),
    ],
)
async def test_every_filter_has_to_pass(account: SimulatedAccount, filters: dict[str, Any], names: list[str]) -> None:
    assert [event.display_name for event in await account.query(TYPE, **filters)] == names


async def test_a_destination_without_a_name_is_called_by_type_and_id() -> None:
    async with simulated() as account:
        planted = await account.call("POST", "/_simulator/seed", {"destinations": [{"type": "s3"}]})
        (event,) = await account.query(TYPE)
        assert event.display_name in {"Amazon S3", f"s3 {planted['destinations'][0]}"}


async def test_a_service_in_trouble_is_an_error(account: SimulatedAccount) -> None:
    await account.call("POST", "/_simulator/faults", {"kind": "status", "path": "/v4/destinations", "status": 403})
    (event,) = await account.query(TYPE)
    assert event.identity is None
    assert "list the destinations" in f"{event.diagnostics[0].summary} {event.diagnostics[0].detail}"
