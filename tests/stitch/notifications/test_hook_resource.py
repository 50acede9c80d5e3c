from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest

from stitch.workspace import SimulatedAccount, Workspace, simulated
from stitch_provider.terraform.diagnostics import Severity
from stitch_provider.terraform.engine import read
from stitch_provider.terraform.values.path import ROOT, Path
from stitch_provider.terraform.values.value import UNKNOWN, Unknown

if TYPE_CHECKING:
    from collections.abc import Callable

    from stitch_provider.terraform.diagnostics import Diagnostic

HOOKS = "/notifications/public/v1/api/hooks"
URL = "https://hooks.acme.example/stitch"
WAREHOUSE = {
    "host": "db.acme.example",
    "port": "5432",
    "username": "stitch_loader",
    "password": "secret-1",
    "database": "analytics",
    "ssl": "false",
}


@pytest.fixture
def hook(account: SimulatedAccount) -> Workspace:
    return Workspace(account, "stitch_post_load_hook")


@pytest.fixture
async def destination_id(account: SimulatedAccount) -> str:
    return await add_destination(account)


async def add_destination(account: SimulatedAccount) -> str:
    created = await account.call("POST", "/v4/destinations", {"type": "postgres", "properties": WAREHOUSE})
    return str(created["id"])


async def add_hook(account: SimulatedAccount, destination_id: str, url: str = URL) -> str:
    body = {"type": "post_load", "destination_id": int(destination_id), "config": {"url": url}}
    return str((await account.call("POST", HOOKS, body))["id"])


async def in_stitch(account: SimulatedAccount) -> dict[str, Any]:
    (only,) = (await account.call("GET", HOOKS))["post_load"]
    assert isinstance(only, dict)
    return only


def single(diagnostics: tuple[Diagnostic, ...]) -> Diagnostic:
    (diagnostic,) = diagnostics
    return diagnostic


@pytest.mark.parametrize("place", ["documented", "top", "config", "absent"])
async def test_a_created_hook_plans_empty_wherever_its_destination_is_shown(place: str) -> None:
    async with simulated(hook_destination=place) as account:
        destination_id = await add_destination(account)
        hook = Workspace(account, "stitch_post_load_hook")
        config = {"destination_id": destination_id, "url": URL}
        assert await hook.apply(**config) == ()
        created = await in_stitch(account)
        assert hook.state == config | {
            "id": str(created["id"]),
            "url_wo": None,
            "url_wo_version": None,
            "enabled": True,
            "stitch_client_id": "204417",
            "created_at": created["created_at"],
        }
        assert hook.identity == {"id": str(created["id"]), "client_id": "204417"}
        await hook.refresh()
        assert (await hook.plan(**config)).action == "nothing"


async def test_one_that_starts_disabled_is_disabled(
    hook: Workspace, account: SimulatedAccount, destination_id: str
) -> None:
    config = {"destination_id": destination_id, "url": URL, "enabled": False}
    assert await hook.apply(**config) == ()
    assert (await in_stitch(account))["disabled_at"] is not None
    await hook.refresh()
    assert (await hook.plan(**config)).action == "nothing"


async def test_it_is_enabled_and_disabled_in_place_with_one_call(
    hook: Workspace, account: SimulatedAccount, destination_id: str
) -> None:
    config = {"destination_id": destination_id, "url": URL}
    await hook.apply(**config)
    number = (await in_stitch(account))["id"]
    for enabled in (False, True):
        planned = await hook.plan(**config, enabled=enabled)
        assert planned.action == "update"
        assert not any(isinstance(value, Unknown) for value in planned.after.values())
        await account.calls()
        assert await hook.carry_out(planned, **config, enabled=enabled) == ()
        assert await account.calls() == [("PUT", f"{HOOKS}/{number}")]
        assert ((await in_stitch(account))["disabled_at"] is None) == enabled


@pytest.mark.parametrize("name", ["url", "destination_id"])
async def test_another_address_and_another_destination_replace_it(
    hook: Workspace, account: SimulatedAccount, destination_id: str, name: str
) -> None:
    config = {"destination_id": destination_id, "url": URL}
    change = {"url": "https://hooks.acme.example/other", "destination_id": await add_destination(account)}
    await hook.apply(**config)
    before = await in_stitch(account)
    planned = await hook.plan(**(config | {name: change[name]}))
    assert planned.diagnostics == ()
    assert planned.requires_replace == (Path.of(name),)
    await hook.apply(**(config | {name: change[name]}))
    assert (await in_stitch(account))["id"] != before["id"]


async def test_a_replaced_destination_replaces_it(hook: Workspace, destination_id: str) -> None:
    await hook.apply(destination_id=destination_id, url=URL)
    planned = await hook.plan(destination_id=UNKNOWN, url=URL)
    assert planned.requires_replace == (Path.of("destination_id"),)


async def test_drift_of_enabled_is_found_and_repaired(
    hook: Workspace, account: SimulatedAccount, destination_id: str
) -> None:
    await hook.apply(destination_id=destination_id, url=URL)
    created = await in_stitch(account)
    await account.call("PUT", f"{HOOKS}/{created['id']}", {"enable": False})
    await hook.refresh()
    assert hook.state is not None
    assert hook.state["enabled"] is False
    await hook.apply(destination_id=destination_id, url=URL)
    assert (await in_stitch(account))["disabled_at"] is None


async def test_a_hook_that_was_deleted_with_its_destination_leaves_the_state(
    hook: Workspace, account: SimulatedAccount, destination_id: str
) -> None:
    await hook.apply(destination_id=destination_id, url=URL)
    state = hook.state
    await account.call("DELETE", f"/v4/destinations/{destination_id}")
    await hook.refresh()
    assert hook.state is None
    hook.state = state
    assert await hook.destroy() == ()


async def test_destroying_removes_it(hook: Workspace, account: SimulatedAccount, destination_id: str) -> None:
    await hook.apply(destination_id=destination_id, url=URL)
    assert await hook.destroy() == ()
    assert await account.call("GET", HOOKS) == {"post_load": []}


async def test_a_destination_that_does_not_exist_is_a_warning_of_the_plan_and_an_error_of_the_apply(
    hook: Workspace,
) -> None:
    planned = await hook.plan(destination_id="999999", url=URL)
    warned = single(planned.diagnostics)
    assert (warned.severity, warned.path) == (Severity.WARNING, Path.of("destination_id"))
    assert "the apply fails" in warned.detail
    refused = single(await hook.carry_out(planned, destination_id="999999", url=URL))
    assert (refused.severity, refused.summary) == (Severity.ERROR, "No such destination")
    assert refused.path == Path.of("destination_id")
    assert "must exist first" in refused.detail


async def test_a_plan_without_the_feature_is_named_as_the_reason() -> None:
    async with simulated(plan="standard") as account:
        hook = Workspace(account, "stitch_post_load_hook")
        refused = single(await hook.apply(destination_id=await add_destination(account), url=URL))
        assert "The plan of the account does not include post-load hooks" in refused.detail


@pytest.mark.parametrize("url", ["https://a b", "https://hooks.acme.example/x ", "https://hooks.acme.example/x\n"])
async def test_an_address_with_a_space_or_a_line_break_is_refused_for_that_reason(hook: Workspace, url: str) -> None:
    refused = single(await hook.validate(destination_id="1", url=url))
    assert (refused.summary, refused.path) == ("Address with a space", Path.of("url"))


async def test_a_destination_id_with_leading_zeros_is_the_same_destination(
    hook: Workspace, account: SimulatedAccount, destination_id: str
) -> None:
    await hook.apply(destination_id=f"0{destination_id}", url=URL)
    await hook.import_state(f"{destination_id}/{(await in_stitch(account))['id']}")
    assert (await hook.plan(destination_id=f"0{destination_id}", url=URL)).action == "nothing"


@pytest.mark.parametrize("url", ["http://hooks.acme.example", "hooks.acme.example", "https://", ""])
async def test_an_address_without_https_is_refused_offline_and_not_repeated(hook: Workspace, url: str) -> None:
    refused = single(await hook.validate(destination_id="1", url=url))
    assert refused.path == Path.of("url")
    assert not url or url not in refused.detail.replace("https://hooks.acme.example/stitch", "")


SECRET_URL = "https://robot:pa%2Fss@hooks.acme.example/services/T0001/abcdefghijklmnop1234?token=s3cr%C3%A9t#fragment-9"
SECRETS = ("robot", "pa%2Fss", "pa/ss", "abcdefghijklmnop1234", "s3cr%C3%A9t", "s3cr\xe9t", "fragment-9")
SPELLINGS = [str, lambda text: json.dumps(text)[1:-1], lambda text: quote(text, safe="")]


def assert_hidden(diagnostic: Diagnostic) -> None:
    shown = f"{diagnostic.summary} {diagnostic.detail}"
    assert "(hidden)" in shown
    for secret in SECRETS:
        assert not any(spell(secret) in shown for spell in SPELLINGS), shown


@pytest.mark.parametrize("spell", SPELLINGS, ids=["raw", "JSON", "percent-encoded"])
async def test_secrets_of_the_address_that_the_service_quotes_are_hidden(
    hook: Workspace, account: SimulatedAccount, destination_id: str, spell: Callable[[str], str]
) -> None:
    body = {"error": {"message": f"Invalid URI {spell(SECRET_URL)}: {', '.join(map(spell, SECRETS))}"}}
    refusal = {"path": f"{HOOKS}*", "kind": "status", "status": 400, "body": body}
    config = {"destination_id": destination_id, "url": SECRET_URL}

    await account.call("POST", "/_simulator/faults", refusal | {"method": "POST", "count": 1})
    refused = single(await hook.apply(**config))
    assert refused.summary == f"Could not create hook of destination {destination_id}"
    assert_hidden(refused)

    await account.call("POST", "/_simulator/faults", refusal | {"method": "PUT"})
    with hook.breaking_invariants("the hook could not be disabled, and the apply warned"):
        assert_hidden(single(await hook.apply(**config, enabled=False)))
    await hook.refresh()
    assert_hidden(single(await hook.apply(**config, enabled=False)))

    await account.call("POST", "/_simulator/faults", refusal | {"method": "DELETE"})
    assert_hidden(single(await hook.destroy()))

    await account.call("POST", "/_simulator/faults", refusal | {"method": "GET"})
    request = read.Request(type_name=hook.type_name, state=hook.state, private=hook.private, identity=hook.identity)
    assert_hidden(single((await read.read(account.session, request)).diagnostics))


async def test_an_eleventh_hook_is_refused_with_the_limit(
    hook: Workspace, account: SimulatedAccount, destination_id: str
) -> None:
    for number in range(10):
        await add_hook(account, destination_id, f"{URL}/{number}")
    refused = single(await hook.apply(destination_id=destination_id, url=URL))
    assert (refused.path, refused.detail) == (
        ROOT,
        (
            "Stitch refused: You have exceeded the limit of 10 hooks. The account has 10 post-load hooks, including "
            "disabled ones, and cannot have more. Remove one that is not needed. A replacement with "
            "create_before_destroy temporarily needs one more."
        ),
    )


async def test_a_hook_that_cannot_be_disabled_after_its_creation_is_kept_with_a_warning(
    hook: Workspace, account: SimulatedAccount, destination_id: str
) -> None:
    config = {"destination_id": destination_id, "url": URL, "enabled": False}
    fault = {"method": "PUT", "path": f"{HOOKS}/*", "kind": "status", "status": 400, "body": "no"}
    await account.call("POST", "/_simulator/faults", fault)
    with hook.breaking_invariants("it is not disabled: the next apply tries again"):
        failed = single(await hook.apply(**config))
    assert (failed.severity, failed.path) == (Severity.WARNING, Path.of("enabled"))
    assert failed.detail == (
        "Stitch refused: no. The hook exists and is used until it is disabled. The next apply tries again."
    )
    await hook.refresh()
    assert (await hook.plan(**config)).action == "update"


@pytest.mark.parametrize("by", ["id", "identity", "destination and id"])
@pytest.mark.parametrize("place", ["config", "absent"])
async def test_an_imported_hook_of_the_only_destination_plans_empty(by: str, place: str) -> None:
    async with simulated(hook_destination=place) as account:
        destination_id = await add_destination(account)
        number = await add_hook(account, destination_id)
        hook = Workspace(account, "stitch_post_load_hook")
        if by == "identity":
            assert await hook.import_state(identity={"id": number, "client_id": None}) == ()
        else:
            assert await hook.import_state(number if by == "id" else f"{destination_id}/{number}") == ()
        config = await hook.generated()
        assert (config["destination_id"], config["url"]) == (destination_id, URL)
        assert (await hook.plan(**config)).action == "nothing"


@pytest.mark.parametrize("named", [False, True])
async def test_an_imported_hook_has_the_destination_that_stitch_shows(*, named: bool) -> None:
    async with simulated(hook_destination="config") as account:
        other, destination_id = await add_destination(account), await add_destination(account)
        number = await add_hook(account, destination_id)
        hook = Workspace(account, "stitch_post_load_hook")
        assert await hook.import_state(f"{other}/{number}" if named else number) == ()
        assert hook.state is not None
        assert hook.state["destination_id"] == destination_id


async def test_a_hook_of_one_of_several_destinations_takes_the_configured_one_without_being_replaced(
    hook: Workspace, account: SimulatedAccount, destination_id: str
) -> None:
    await add_destination(account)
    number = await add_hook(account, destination_id)
    unknown = single(await hook.import_state(number))
    assert (unknown.severity, unknown.path) == (Severity.WARNING, Path.of("destination_id"))
    config = {"destination_id": destination_id, "url": URL}
    planned = await hook.plan(**config)
    assert planned.action == "update"
    await account.calls()
    assert await hook.carry_out(planned, **config) == ()
    assert await account.calls() == []
    await hook.refresh()
    assert (await hook.plan(**config)).action == "nothing"
    assert await hook.import_state(f"{destination_id}/{number}") == ()
    assert (await hook.plan(**config)).action == "nothing"


async def test_importing_one_that_does_not_exist_or_belongs_to_another_account_is_an_error(
    hook: Workspace, account: SimulatedAccount, destination_id: str
) -> None:
    assert "stitch_post_load_hooks" in single(await hook.import_state("99")).detail
    number = await add_hook(account, destination_id)
    elsewhere = single(await hook.import_state(identity={"id": number, "client_id": "1"}))
    assert elsewhere.summary == "Object of another account"
    assert single(await hook.import_state("warehouse/17")).summary == "Malformed id"
