"""`destination_id`: which destination a source loads into, where Stitch shows it and where it does not (A12)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from stitch.workspace import SimulatedAccount, Workspace, simulated
from stitch_provider.connect import Source
from stitch_provider.stitch.sources import destination
from stitch_provider.terraform.diagnostics import Severity
from stitch_provider.terraform.values.value import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from stitch_provider.terraform.values.value import Unknown

ONE, OTHER = 581220, 581221
CONFIG: dict[str, Any] = {"type": "import_api", "display_name": "Feed"}


@pytest.fixture(params=["mapped", "absent"])
async def account(request: pytest.FixtureRequest) -> AsyncIterator[SimulatedAccount]:
    """An account with two destinations, whose sources show theirs or do not."""
    async with simulated(mapped_destination_ids=request.param) as connected:
        await with_destinations(connected)
        yield connected


async def with_destinations(account: SimulatedAccount) -> None:
    destinations = [{"type": "snowflake", "id": ONE}, {"type": "s3", "id": OTHER}]
    await account.call("POST", "/_simulator/seed", {"destinations": destinations})


async def mapped_to(account: SimulatedAccount, source: Workspace) -> int | None:
    assert source.state is not None
    hidden: dict[str, int | None] = await account.call("GET", f"/_simulator/sources/{source.state['id']}")
    return hidden["destination_id"]


async def move_in_stitch(account: SimulatedAccount, source: Workspace) -> None:
    assert source.state is not None
    await account.call("PUT", f"/v4/sources/{source.state['id']}", {"destination_id": OTHER})


def attribute(source: Workspace) -> Any:
    assert source.state is not None
    return source.state["destination_id"]


@pytest.mark.parametrize(
    ("shown", "before", "expected"),
    [
        (None, "1", "1"),
        ((), "1", None),
        ((1,), "1", "1"),
        ((1,), "01", "01"),
        ((2,), "1", "2"),
        ((2, 1), "1", "1"),
        ((2, 3), "1", None),
        (None, None, None),
        ((1,), None, None),
    ],
)
def test_the_known_destination_stays_while_it_is_among_those_shown(
    shown: tuple[int, ...] | None, before: str | None, expected: str | None
) -> None:
    source = Source(id=731905, type="import_api", mapped_destination_ids=shown)
    assert destination.refreshed(source, before) == expected


@pytest.mark.parametrize(
    ("shown", "planned", "expected"),
    [(None, UNKNOWN, None), ((), UNKNOWN, None), ((1,), UNKNOWN, "1"), ((1, 2), UNKNOWN, None), ((1,), "2", "2")],
)
def test_an_apply_gives_the_planned_destination_or_the_only_one(
    shown: tuple[int, ...] | None, planned: str | Unknown, expected: str | None
) -> None:
    source = Source(id=731905, type="import_api", mapped_destination_ids=shown)
    assert destination.applied(source, planned) == expected


async def test_a_configured_destination_is_sent_and_another_one_is_an_update(account: SimulatedAccount) -> None:
    source = Workspace(account, "stitch_source")
    await source.apply(**CONFIG, destination_id=str(ONE))
    assert await mapped_to(account, source) == ONE
    await source.refresh()
    assert (await source.plan(**CONFIG, destination_id=str(ONE))).action == "nothing"
    await account.bodies("PUT")
    await source.apply(**CONFIG, destination_id=str(OTHER))
    assert await account.bodies("PUT") == [{"destination_id": OTHER}]
    assert attribute(source) == str(OTHER)


async def test_a_destination_that_is_no_longer_configured_plans_nothing(account: SimulatedAccount) -> None:
    source = Workspace(account, "stitch_source")
    await source.apply(**CONFIG, destination_id=str(ONE))
    await source.refresh()
    assert (await source.plan(**CONFIG)).action == "nothing"


async def test_an_update_without_a_configured_destination_sends_none(account: SimulatedAccount) -> None:
    source = Workspace(account, "stitch_source")
    await source.apply(**CONFIG, destination_id=str(ONE))
    await account.bodies("PUT")
    await source.apply(**CONFIG | {"display_name": "Events"})
    assert await account.bodies("PUT") == [{"display_name": "Events"}]


async def test_drift_of_a_configured_destination_is_repaired_where_it_is_shown() -> None:
    async with simulated() as account:
        await with_destinations(account)
        source = Workspace(account, "stitch_source")
        await source.apply(**CONFIG, destination_id=str(ONE))
        await move_in_stitch(account, source)
        await source.refresh()
        assert attribute(source) == str(OTHER)
        assert (await source.plan(**CONFIG, destination_id=str(ONE))).action == "update"
        await source.apply(**CONFIG, destination_id=str(ONE))
        assert await mapped_to(account, source) == ONE


async def test_drift_is_not_noticed_where_the_destination_is_not_shown() -> None:
    async with simulated(mapped_destination_ids="absent") as account:
        await with_destinations(account)
        source = Workspace(account, "stitch_source")
        await source.apply(**CONFIG, destination_id=str(ONE))
        await move_in_stitch(account, source)
        await source.refresh()
        assert attribute(source) == str(ONE)
        assert (await source.plan(**CONFIG, destination_id=str(ONE))).action == "nothing"


async def test_a_source_that_lost_its_destination_is_mapped_again() -> None:
    async with simulated() as account:
        await with_destinations(account)
        source = Workspace(account, "stitch_source")
        await source.apply(**CONFIG, destination_id=str(ONE))
        await account.call("DELETE", f"/v4/destinations/{ONE}")
        await source.refresh()
        assert attribute(source) is None
        assert (await source.plan(**CONFIG)).action == "nothing"
        await source.apply(**CONFIG, destination_id=str(OTHER))
        assert await mapped_to(account, source) == OTHER


async def test_a_destination_that_was_never_configured_is_not_compared(account: SimulatedAccount) -> None:
    source = Workspace(account, "stitch_source")
    await source.apply(**CONFIG)
    assert attribute(source) is None
    await move_in_stitch(account, source)
    await source.refresh()
    assert attribute(source) is None
    assert (await source.plan(**CONFIG)).action == "nothing"
    await source.apply(**CONFIG, destination_id=str(ONE))
    assert await mapped_to(account, source) == ONE


async def test_the_destination_that_stitch_chooses_is_known_after_the_creation() -> None:
    async with simulated() as account:
        await account.call("POST", "/_simulator/seed", {"destinations": [{"type": "snowflake", "id": ONE}]})
        source = Workspace(account, "stitch_source")
        assert (await source.plan(**CONFIG)).after["destination_id"] == UNKNOWN
        await source.apply(**CONFIG)
        assert attribute(source) == str(ONE)


@pytest.mark.parametrize(("form", "expected"), [("mapped", str(ONE)), ("absent", None)])
async def test_an_import_takes_the_destination_where_it_is_shown(form: str, expected: str | None) -> None:
    async with simulated(mapped_destination_ids=form) as account:
        await with_destinations(account)
        created = await account.call("POST", "/v4/sources", CONFIG | {"destination_id": ONE})
        source = Workspace(account, "stitch_source")
        assert await source.import_state(str(created["id"])) == ()
        assert (await source.generated())["destination_id"] == expected
        assert (await source.plan(**await source.generated())).action == "nothing"
        assert (await source.plan(**CONFIG)).action == "nothing"


async def test_an_import_of_a_source_with_several_destinations_takes_none_and_lists_them() -> None:
    async with simulated(mapped_destination_ids="all") as account:
        await with_destinations(account)
        created = await account.call("POST", "/v4/sources", CONFIG | {"destination_id": ONE})
        source = Workspace(account, "stitch_source")
        (warned,) = await source.import_state(str(created["id"]))
        assert (warned.severity, str(warned.path)) == (Severity.WARNING, "destination_id")
        assert f"{ONE}, {OTHER}" in warned.detail
        assert attribute(source) is None
        assert (await source.plan(**await source.generated())).action == "nothing"


async def test_a_configured_destination_among_several_is_no_drift() -> None:
    async with simulated(mapped_destination_ids="all") as account:
        await with_destinations(account)
        source = Workspace(account, "stitch_source")
        await source.apply(**CONFIG, destination_id=str(OTHER))
        await source.refresh()
        assert (await source.plan(**CONFIG, destination_id=str(OTHER))).action == "nothing"
