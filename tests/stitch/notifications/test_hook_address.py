"""The address of a hook: `url`, `url_wo`, and what is hidden of it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from stitch.workspace import SimulatedAccount, Workspace
from stitch_provider.stitch.notifications.hook_address import is_hidden, masked
from stitch_provider.terraform.diagnostics import Severity
from stitch_provider.terraform.values.path import Path
from stitch_provider.terraform.values.value import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Mapping

HOOKS = "/notifications/public/v1/api/hooks"
PLAIN = "https://hooks.acme.example/stitch"
SECRET = "https://robot:pa55word@hooks.acme.example/stitch?token=s3cr3t"
OTHER = "https://robot:0ther@hooks.acme.example/stitch?token=s3cr3t"
MASKED = "https://(hidden)@hooks.acme.example/stitch?(hidden)"
WAREHOUSE = {"host": "h.example", "port": "5432", "username": "u", "password": "p", "database": "d", "ssl": "false"}


@pytest.fixture
def hook(account: SimulatedAccount) -> Workspace:
    return Workspace(account, "stitch_post_load_hook")


@pytest.fixture
async def destination(account: SimulatedAccount) -> dict[str, str]:
    """The attribute of a hook that names its destination."""
    created = await account.call("POST", "/v4/destinations", {"type": "postgres", "properties": WAREHOUSE})
    return {"destination_id": str(created["id"])}


async def in_stitch(account: SimulatedAccount) -> dict[str, Any]:
    (only,) = (await account.call("GET", HOOKS))["post_load"]
    return dict(only)


async def add(account: SimulatedAccount, destination: Mapping[str, str], url: str = SECRET) -> str:
    body = {"type": "post_load", "destination_id": int(destination["destination_id"]), "config": {"url": url}}
    return str((await account.call("POST", HOOKS, body))["id"])


def assert_stored_without_secrets(hook: Workspace) -> None:
    stored = f"{json.dumps(hook.state, default=str)} {hook.private!r}"
    assert "pa55word" not in stored
    assert "s3cr3t" not in stored


def replaced(planned: Any) -> list[str]:
    return [str(path) for path in planned.requires_replace]


@pytest.mark.parametrize("version", [None, 1])
async def test_a_write_only_address_is_sent_and_stored_nowhere(
    hook: Workspace, account: SimulatedAccount, destination: dict[str, str], version: int | None
) -> None:
    config = destination | {"url_wo": SECRET, "url_wo_version": version}
    assert await hook.apply(**config) == ()
    assert (await in_stitch(account))["config"]["url"] == SECRET
    assert_stored_without_secrets(hook)
    await hook.refresh()
    assert (await hook.plan(**config)).action == "nothing"
    assert await hook.apply(**config, enabled=False) == ()
    assert_stored_without_secrets(hook)


async def test_another_write_only_address_replaces_the_hook(
    hook: Workspace, account: SimulatedAccount, destination: dict[str, str]
) -> None:
    await hook.apply(**destination, url_wo=SECRET)
    before = await in_stitch(account)
    assert replaced(await hook.plan(**destination, url_wo=OTHER)) == ["id"]
    assert replaced(await hook.plan(**destination, url_wo=UNKNOWN)) == ["id"]
    await hook.apply(**destination, url_wo=OTHER)
    after = await in_stitch(account)
    assert (after["config"]["url"], after["id"] != before["id"]) == (OTHER, True)
    assert (await hook.plan(**destination, url_wo=OTHER)).action == "nothing"


async def test_with_a_version_only_a_change_of_the_version_replaces_the_hook(
    hook: Workspace, account: SimulatedAccount, destination: dict[str, str]
) -> None:
    await hook.apply(**destination, url_wo=SECRET, url_wo_version=1)
    for url in (OTHER, UNKNOWN):
        assert (await hook.plan(**destination, url_wo=url, url_wo_version=1)).action == "nothing"
        assert replaced(await hook.plan(**destination, url_wo=url, url_wo_version=2)) == ["url_wo_version"]
    await hook.apply(**destination, url_wo=OTHER, url_wo_version=2)
    assert (await in_stitch(account))["config"]["url"] == OTHER


async def test_the_same_address_moves_between_url_and_url_wo_in_place(
    hook: Workspace, account: SimulatedAccount, destination: dict[str, str]
) -> None:
    await hook.apply(**destination, url=SECRET)
    for config in (
        {"url_wo": SECRET},
        {"url_wo": SECRET, "url_wo_version": 7},
        {"url_wo": SECRET, "url_wo_version": 7, "enabled": False},
    ):
        planned = await hook.plan(**destination, **config)
        assert (planned.action, planned.requires_replace) == ("update", ())
        await hook.carry_out(planned, **destination, **config)
        assert_stored_without_secrets(hook)
        await hook.refresh()
        assert (await hook.plan(**destination, **config)).action == "nothing"
    number = (await in_stitch(account))["id"]
    await hook.apply(**destination, url=OTHER)
    assert (await in_stitch(account))["id"] != number


async def test_an_address_that_changes_between_plan_and_apply_replaces_the_hook_in_the_next_apply(
    hook: Workspace, account: SimulatedAccount, destination: dict[str, str]
) -> None:
    hook.stores_planned_private = True
    await hook.apply(**destination, url_wo=SECRET)
    number = (await in_stitch(account))["id"]
    planned = await hook.plan(**destination, url_wo=SECRET, enabled=False)
    with hook.breaking_invariants("the hook does not have the new address yet"):
        assert await hook.carry_out(planned, **destination, url_wo=OTHER, enabled=False) == ()
    assert (await in_stitch(account))["id"] == number
    await hook.apply(**destination, url_wo=OTHER, enabled=False)
    assert (await in_stitch(account))["config"]["url"] == OTHER


async def test_an_address_that_ignore_changes_takes_out_is_left_alone(
    hook: Workspace, destination: dict[str, str]
) -> None:
    """Terraform takes it out of the configuration of the plan, after it has validated the whole one."""
    await hook.apply(**destination, url_wo=SECRET)
    assert (await hook.plan(**destination)).action == "nothing"


async def test_an_import_hides_secrets_and_plans_nothing_for_the_same_address(
    hook: Workspace, account: SimulatedAccount, destination: dict[str, str]
) -> None:
    number = await add(account, destination)
    for config, action in (
        ({"url": MASKED}, "nothing"),
        ({"url": SECRET}, "nothing"),
        ({"url_wo": SECRET}, "update"),
        ({"url_wo": SECRET, "url_wo_version": 1}, "update"),
    ):
        (hidden,) = await hook.import_state(number)
        assert (hidden.severity, str(hidden.path)) == (Severity.WARNING, "url")
        assert hook.state is not None
        assert hook.state["url"] == MASKED
        assert_stored_without_secrets(hook)
        planned = await hook.plan(**destination, **config)
        assert (planned.action, planned.requires_replace, planned.diagnostics) == (action, (), ())
        await account.calls()
        assert await hook.carry_out(planned, **destination, **config) == ()
        assert all(method == "GET" for method, _ in await account.calls())
        await hook.refresh()
        assert (await hook.plan(**destination, **config)).action == "nothing"
    assert (await hook.generated())["url"] is None


@pytest.mark.parametrize("config", [{"url": OTHER}, {"url_wo": OTHER}, {"url_wo": OTHER, "url_wo_version": 1}])
async def test_after_an_import_another_address_with_the_same_mask_replaces_the_hook(
    hook: Workspace, account: SimulatedAccount, destination: dict[str, str], config: dict[str, Any]
) -> None:
    await hook.import_state(await add(account, destination))
    await hook.apply(**destination, **config)
    assert (await in_stitch(account))["config"]["url"] == OTHER


async def test_an_address_with_hidden_parts_cannot_be_sent(
    hook: Workspace, account: SimulatedAccount, destination: dict[str, str]
) -> None:
    (refused,) = (await hook.plan(**destination, url=MASKED)).diagnostics
    assert (refused.severity, str(refused.path)) == (Severity.ERROR, "url")
    assert "whole address" in refused.detail
    assert await account.call("GET", HOOKS) == {"post_load": []}


async def test_data_source_and_query_hide_the_secrets_of_addresses(
    account: SimulatedAccount, destination: dict[str, str]
) -> None:
    await add(account, destination)
    found = await account.read_data("stitch_post_load_hooks")
    assert found.state is not None
    shown: Any = found.state["hooks"]
    assert [each["url"] for each in shown] == [MASKED]
    (event,) = await account.query("stitch_post_load_hook")
    assert event.state is not None
    assert event.state["url"] == MASKED


async def test_an_address_that_changes_in_stitch_is_drift_without_its_secrets(
    hook: Workspace, account: SimulatedAccount, destination: dict[str, str]
) -> None:
    await hook.apply(**destination, url=PLAIN)
    shown = await in_stitch(account) | {"config": {"url": SECRET}}
    fault = {"method": "GET", "path": HOOKS, "kind": "status", "status": 200, "body": {"post_load": [shown]}}
    await account.call("POST", "/_simulator/faults", fault)
    await hook.refresh()
    assert hook.state is not None
    assert hook.state["url"] == MASKED
    assert replaced(await hook.plan(**destination, url=PLAIN)) == ["url"]


@pytest.mark.parametrize("config", [{}, {"url": PLAIN, "url_wo": SECRET}])
async def test_exactly_one_of_the_two_addresses_must_be_set(hook: Workspace, config: dict[str, str]) -> None:
    (refused,) = await hook.validate(destination_id="1", **config)
    assert "url, url_wo" in refused.detail


@pytest.mark.parametrize(
    ("url", "warns"),
    [
        (PLAIN, False),
        (f"{PLAIN}?table=orders&v=1", False),
        ("https://robot@hooks.acme.example", True),
        ("https://robot:pa55word@hooks.acme.example", True),
        (f"{PLAIN}?token=s3cr3t", True),
        (f"{PLAIN}?a=1&code=abcdefghijklmnop", True),
        (MASKED, False),
    ],
)
async def test_a_stored_address_with_a_secret_is_a_warning(hook: Workspace, url: str, *, warns: bool) -> None:
    found = await hook.validate(destination_id="1", url=url)
    assert [(each.severity, each.path) for each in found] == [(Severity.WARNING, Path.of("url"))] * warns
    assert not any("s3cr3t" in each.detail or "pa55word" in each.detail for each in found)
    assert await hook.validate(destination_id="1", url_wo=url) == ()


async def test_the_secrets_of_a_write_only_address_that_the_service_quotes_are_hidden(
    hook: Workspace, account: SimulatedAccount, destination: dict[str, str]
) -> None:
    fault = {"method": "POST", "path": HOOKS, "kind": "status", "status": 400, "body": f"Invalid URI {SECRET}"}
    await account.call("POST", "/_simulator/faults", fault)
    (refused,) = await hook.apply(**destination, url_wo=SECRET)
    assert "Invalid URI" in refused.detail
    assert "pa55word" not in refused.detail
    assert "s3cr3t" not in refused.detail


@pytest.mark.parametrize(("url", "shown"), [(SECRET, MASKED), (PLAIN, PLAIN), (None, None)])
def test_only_the_parts_that_can_be_secrets_are_hidden(url: str | None, shown: str | None) -> None:
    assert masked(url) == shown
    assert is_hidden(masked(url)) == (url != shown)
