from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from stitch.workspace import SimulatedAccount, simulated

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


@pytest.fixture
async def account() -> AsyncIterator[SimulatedAccount]:
    async with simulated() as connected:
        for name, host in (("Analytics", "a.example"), ("Archive", "unreachable.example"), ("Archive", "b.example")):
            properties = {
                "host": host,
                "port": "5432",
                "username": "u",
                "password": "secret-1",
                "database": "d",
                "ssl": "false",
            }
            await connected.call(
                "POST", "/v4/destinations", {"type": "postgres", "name": name, "properties": properties}
            )
        yield connected


async def test_a_destination_is_found_by_name_and_by_id(account: SimulatedAccount) -> None:
    by_name = await account.read_data("stitch_destination", name="Analytics")
    assert by_name.diagnostics == ()
    assert by_name.state is not None
    by_id = await account.read_data("stitch_destination", id=by_name.state["id"])
    assert by_id.state == by_name.state
    shown: Any = by_name.state
    assert (shown["type"], shown["fully_configured"]) == ("postgres", True)
    assert shown["last_check"]["status"] == "succeeded"
    assert shown["effective_properties"]["host"] == "a.example"
    assert "secret-1" not in str(shown)


@pytest.mark.parametrize(
    ("config", "path", "words"),
    [
        ({"name": "Analytic"}, "name", '"Analytics"'),
        ({"name": "Archive"}, "name", "2 destinations"),
        ({"id": "999999"}, "id", "999999"),
    ],
)
async def test_a_destination_that_is_not_the_only_one_is_an_error(
    account: SimulatedAccount, config: dict[str, str], path: str, words: str
) -> None:
    (problem,) = (await account.read_data("stitch_destination", **config)).diagnostics
    assert str(problem.path) == path
    assert words in problem.detail


@pytest.mark.parametrize(
    ("filters", "count"), [({}, 3), ({"name": "Archive"}, 2), ({"type": "postgres"}, 3), ({"type": "s3"}, 0)]
)
async def test_destinations_are_filtered(account: SimulatedAccount, filters: dict[str, str], count: int) -> None:
    response = await account.read_data("stitch_destinations", **filters)
    assert response.diagnostics == ()
    assert response.state is not None
    listed: Any = response.state["destinations"]
    assert len(listed) == count
    assert response.state["ids"] == tuple(each["id"] for each in listed)
