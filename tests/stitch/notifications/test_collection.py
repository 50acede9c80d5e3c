"""The collections of notifications, through their data sources and list resources."""

from __future__ import annotations

from typing import Any

import pytest

from stitch.workspace import SimulatedAccount, Workspace, simulated
from stitch_provider.connect import Hook
from stitch_provider.stitch.notifications.collection import HOOKS

API = "/notifications/public/v1/api"
WAREHOUSE = {"host": "h.example", "port": "5432", "username": "u", "password": "p", "database": "d", "ssl": "false"}


async def add_emails(account: SimulatedAccount) -> tuple[str, str]:
    """An enabled and a disabled one."""
    first = await account.call("POST", f"{API}/custom-emails", {"email_address": "a@acme.example"})
    second = await account.call("POST", f"{API}/custom-emails", {"email_address": "b@acme.example"})
    await account.call("PUT", f"{API}/custom-emails/{second['id']}", {"disabled_at": "2024-05-14T09:30:00Z"})
    return str(first["id"]), str(second["id"])


async def add_hooks(account: SimulatedAccount, destinations: int) -> list[tuple[str, str]]:
    """For each destination an enabled hook; destination and hook. The last one is disabled."""
    made = []
    for _ in range(destinations):
        destination = await account.call("POST", "/v4/destinations", {"type": "postgres", "properties": WAREHOUSE})
        body = {"type": "post_load", "destination_id": destination["id"], "config": {"url": "https://a.example/x"}}
        made.append((str(destination["id"]), str((await account.call("POST", f"{API}/hooks", body))["id"])))
    await account.call("PUT", f"{API}/hooks/{made[-1][1]}", {"enable": False})
    return made


@pytest.mark.parametrize(("enabled", "expected"), [(None, {0, 1}), (True, {0}), (False, {1})])
async def test_emails_are_filtered_by_enabled(
    account: SimulatedAccount, *, enabled: bool | None, expected: set[int]
) -> None:
    added = await add_emails(account)
    ids = [added[at] for at in sorted(expected)]
    found = await account.read_data("stitch_notification_emails", enabled=enabled)
    assert found.diagnostics == ()
    assert found.state is not None
    assert list(found.state["ids"]) == ids
    events = await account.query("stitch_notification_email", enabled=enabled)
    assert [event.identity for event in events] == [{"id": each, "client_id": "204417"} for each in ids]


async def test_emails_are_shown_with_everything(account: SimulatedAccount) -> None:
    _, disabled = await add_emails(account)
    found = await account.read_data("stitch_notification_emails", enabled=False)
    assert found.state is not None
    shown: Any = found.state["emails"]
    assert shown[0].pop("created_at").endswith("Z")
    assert shown == (
        {
            "id": disabled,
            "email_address": "b@acme.example",
            "enabled": False,
            "disabled_at": "2024-05-14T09:30:00Z",
            "stitch_client_id": "204417",
        },
    )


async def test_lists_are_in_order_of_the_ids(account: SimulatedAccount) -> None:
    objects = [{"id": 9, "destination_id": 1}, {"id": 10, "destination_id": 1}, {"id": 8, "destination_id": 1}]
    for path, body in (("custom-emails", objects), ("hooks", {"post_load": objects})):
        fault = {"method": "GET", "path": f"{API}/{path}", "kind": "status", "status": 200, "body": body}
        await account.call("POST", "/_simulator/faults", fault)
    for type_name in ("stitch_notification_emails", "stitch_post_load_hooks"):
        found = await account.read_data(type_name)
        assert found.state is not None
        assert list(found.state["ids"]) == ["8", "9", "10"]


@pytest.mark.parametrize("type_name", ["stitch_notification_email", "stitch_post_load_hook"])
async def test_what_a_query_finds_is_what_an_import_gives(account: SimulatedAccount, type_name: str) -> None:
    await add_emails(account)
    await add_hooks(account, destinations=1)
    for event in await account.query(type_name):
        assert event.diagnostics == ()
        imported = Workspace(account, type_name)
        await imported.import_state(identity=event.identity)
        assert event.state == imported.state
        assert (await imported.plan(**await imported.generated())).action == "nothing"
    assert [event.state for event in await account.query(type_name, include_resource=False, limit=1)] == [None]


async def test_hooks_are_filtered_by_destination_and_enabled() -> None:
    async with simulated(hook_destination="config") as account:
        (first_destination, first), (second_destination, second) = await add_hooks(account, destinations=2)
        for filters, expected in (
            ({}, [first, second]),
            ({"destination_id": second_destination}, [second]),
            ({"destination_id": f"0{second_destination}"}, [second]),
            ({"enabled": True}, [first]),
            ({"destination_id": first_destination, "enabled": False}, []),
        ):
            found = await account.read_data("stitch_post_load_hooks", **filters)
            assert found.state is not None
            assert list(found.state["ids"]) == expected
            events = await account.query("stitch_post_load_hook", **filters)
            assert [event.identity["id"] for event in events if event.identity] == expected


async def test_a_hook_that_shows_no_destination_belongs_to_the_only_one(account: SimulatedAccount) -> None:
    ((destination, number),) = await add_hooks(account, destinations=1)
    found = await account.read_data("stitch_post_load_hooks", destination_id=destination)
    assert found.state is not None
    shown: Any = found.state["hooks"]
    assert [(each["id"], each["destination_id"]) for each in shown] == [(number, destination)]
    (event,) = await account.query("stitch_post_load_hook")
    assert event.display_name == f"hook {number} of destination {destination}"


async def test_a_hook_that_shows_none_of_several_destinations_is_shown_without(account: SimulatedAccount) -> None:
    await add_hooks(account, destinations=2)
    found = await account.read_data("stitch_post_load_hooks")
    assert found.state is not None
    shown: Any = found.state["hooks"]
    assert [each["destination_id"] for each in shown] == [None, None]


@pytest.mark.parametrize(
    ("url", "title"), [("https://hooks.acme.example/a?token=b", "hooks.acme.example"), ("http://[", ""), (None, "")]
)
def test_the_title_of_a_hook_is_the_host_of_its_address(url: str | None, title: str) -> None:
    assert HOOKS.title(Hook(id=17, config={"url": url})) == title
