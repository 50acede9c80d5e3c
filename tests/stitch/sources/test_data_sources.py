from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from stitch.workspace import SimulatedAccount, simulated
from stitch_provider.terraform.engine import validate
from stitch_provider.terraform.values.value import UNKNOWN, SetValue

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


@pytest.fixture
async def account() -> AsyncIterator[SimulatedAccount]:
    async with simulated() as connected:
        for name, kind, properties in (
            ("Orders Feed", "import_api", {}),
            ("Old Feed", "import_api", {}),
            ("Widgets", "platform.github", {"access_token": "wrong-token", "repository": "a/b"}),
        ):
            sent = properties | ({"start_date": "2024-01-01T00:00:00Z"} if properties else {})
            body = {"type": kind, "display_name": name, "properties": sent}
            await connected.call("POST", "/v4/sources", body)
        old = next(each for each in await connected.call("GET", "/v4/sources") if each["display_name"] == "Old Feed")
        await connected.call("DELETE", f"/v4/sources/{old['id']}")
        yield connected


async def found(account: SimulatedAccount, **config: Any) -> dict[str, Any]:
    response = await account.read_data("stitch_source", **config)
    assert response.diagnostics == ()
    assert response.state is not None
    return dict(response.state)


@pytest.mark.parametrize("key", ["id", "display_name", "name"])
async def test_a_source_is_found_by_any_of_its_keys(account: SimulatedAccount, key: str) -> None:
    feed = await found(account, display_name="Orders Feed")
    assert await found(account, **{key: feed[key]}) == feed
    assert (feed["type"], feed["name"], feed["paused"]) == ("import_api", "orders_feed", False)
    assert feed["current_step"] == "fully_configured"


async def test_a_source_shows_what_a_state_must_not_hold(account: SimulatedAccount) -> None:
    widgets = await found(account, display_name="Widgets")
    assert widgets["current_step"] == "discover_schema"
    assert widgets["last_check"]["status"] == "failed"
    assert "401" in widgets["last_check"]["failure"]
    assert "wrong-token" not in str(widgets)


async def test_a_schedule_shows_when_it_fires_next(account: SimulatedAccount) -> None:
    body = {"type": "platform.hubspot", "display_name": "Hub"}
    secrets = dict.fromkeys(("client_id", "client_secret", "redirect_uri", "refresh_token"), "https://made.up.example")
    properties = secrets | {"start_date": "2024-01-01T00:00:00Z", "frequency_in_minutes": "30"}
    created = await account.call("POST", "/v4/sources", body | {"properties": properties})
    streams = await account.call("GET", f"/v4/sources/{created['id']}/streams")
    selection = [{"breadcrumb": [], "metadata": {"selected": True}}]
    selected = {"streams": [{"tap_stream_id": streams[0]["tap_stream_id"], "metadata": selection}]}
    await account.call("PUT", f"/v4/sources/{created['id']}/streams/metadata", selected)
    hub = await found(account, id=str(created["id"]))
    assert hub["schedule"]["frequency_minutes"] == 30
    assert hub["schedule"]["next_fire_time"]


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("mapped", SetValue(["581220"])),
        ("all", SetValue(["581220", "581221"])),
        ("absent", None),
    ],
)
async def test_a_source_shows_its_destinations_if_stitch_does(
    account: SimulatedAccount, form: str, expected: SetValue | None
) -> None:
    destinations = [{"type": "snowflake", "id": 581220}, {"type": "s3", "id": 581221}]
    sources = [{"type": "import_api", "display_name": "Clicks"}]
    await account.call("POST", "/_simulator/seed", {"destinations": destinations, "sources": sources})
    await account.call("PATCH", "/_simulator/switches", {"mapped_destination_ids": form})
    assert (await found(account, name="clicks"))["destination_ids"] == expected
    listed = await account.read_data("stitch_sources", name="clicks")
    assert listed.state is not None
    views: Any = listed.state["sources"]
    assert [each["destination_ids"] for each in views] == [expected]


async def test_a_source_without_a_destination_shows_an_empty_set(account: SimulatedAccount) -> None:
    assert (await found(account, name="orders_feed"))["destination_ids"] == SetValue()


@pytest.mark.parametrize(
    ("config", "path", "words"),
    [
        ({"id": "999999"}, "id", "999999"),
        ({"display_name": "Order Feed"}, "display_name", '"Orders Feed"'),
        ({"name": "orders"}, "name", '"orders_feed"'),
        ({"display_name": "Old Feed"}, "display_name", "No source"),
    ],
)
async def test_a_source_that_is_not_there_is_an_error_with_near_names(
    account: SimulatedAccount, config: dict[str, str], path: str, words: str
) -> None:
    response = await account.read_data("stitch_source", **config)
    (missing,) = response.diagnostics
    assert str(missing.path) == path
    assert words in missing.detail


@pytest.mark.parametrize(
    ("config", "accepted"),
    [
        ({"id": "1"}, True),
        ({"id": UNKNOWN}, True),
        ({"display_name": "x"}, True),
        ({}, False),
        ({"id": "1", "name": "x"}, False),
    ],
)
async def test_exactly_one_key_says_which_source_is_meant(
    account: SimulatedAccount, config: dict[str, Any], *, accepted: bool
) -> None:
    schema = account.session.provider.data_sources["stitch_source"].schema
    request = validate.BlockRequest(
        type_name="stitch_source", config={name: config.get(name) for name in schema.attributes}
    )
    assert ((await validate.validate_data(account.session, request)).diagnostics == ()) is accepted


@pytest.mark.parametrize(
    ("filters", "names"),
    [
        ({}, ["Orders Feed", "Widgets"]),
        ({"type": "import_api"}, ["Orders Feed"]),
        ({"type": "import_api", "include_deleted": True}, ["Orders Feed", "Old Feed"]),
        ({"display_name": "Widgets"}, ["Widgets"]),
        ({"name": "widgets"}, ["Widgets"]),
        ({"paused": True}, []),
        ({"paused": False}, ["Orders Feed", "Widgets"]),
        ({"type": "platform.hp-mysql"}, []),
    ],
)
async def test_sources_are_filtered(account: SimulatedAccount, filters: dict[str, Any], names: list[str]) -> None:
    response = await account.read_data("stitch_sources", **filters)
    assert response.diagnostics == ()
    assert response.state is not None
    listed: Any = response.state["sources"]
    assert [each["display_name"] for each in listed] == names
    assert response.state["ids"] == tuple(each["id"] for each in listed)
