"""Updates of both nouns: what a plan decides is what its apply sends."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

import pytest

from connect.virtual_time import in_virtual_time
from stitch.connections.nouns import CHECKED, DESTINATION, FIRST, SOURCE, Noun, nouns, workspace
from stitch.workspace import simulated
from stitch_provider.terraform.diagnostics import Severity, has_error
from stitch_provider.terraform.values.value import UNKNOWN, Unknown

if TYPE_CHECKING:
    from stitch.workspace import SimulatedAccount, Workspace
    from stitch_provider.terraform.diagnostics import Diagnostic

SECOND = {"password": "secret-2"}
VERSION_1 = {"credentials_wo": FIRST, "credentials_wo_version": 1}
VERSION_2 = {"credentials_wo": SECOND, "credentials_wo_version": 2}
UNREACHABLE = {"host": "unreachable.example"}

SET_ONCE = "include_schemas_in_destination_stream_name"
SOURCE_ONCE = SOURCE | {"type": "platform.hp-postgres", "properties": SOURCE["properties"] | {"dbname": "d"}}
BIGQUERY = {"type": "bigquery_v2", "name": "Storefront", "properties": {"cloud_storage_location": "US"}}


@pytest.fixture(params=[SOURCE, DESTINATION], ids=["source", "destination"])
def config(request: pytest.FixtureRequest) -> Noun:
    found: Noun = request.param
    return found


@pytest.fixture
def connection(account: SimulatedAccount, config: Noun) -> Workspace:
    return workspace(account, config)


def renamed(config: Noun) -> Noun:
    return config | {"display_name" if "display_name" in config else "name": "Shop"}


def setting(config: Noun, **properties: str | Unknown | None) -> Noun:
    return config | {"properties": config["properties"] | properties}


async def sent(account: SimulatedAccount) -> list[dict[str, Any]]:
    """The properties of each PUT since the last look."""
    return [body.get("properties", {}) for body in await account.bodies("PUT")]


def one(diagnostics: tuple[Diagnostic, ...], severity: Severity) -> Diagnostic:
    (found,) = [each for each in diagnostics if each.severity is severity]
    return found


@pytest.mark.parametrize(
    ("before", "now", "ignored"),
    [
        ({"credentials": FIRST}, {"credentials": SECOND}, ("credentials",)),
        ({"credentials_wo": FIRST}, {"credentials_wo": SECOND}, ("credentials_wo",)),
        (VERSION_1, VERSION_2, ("credentials_wo", "credentials_wo_version")),
        (VERSION_1, VERSION_2, ("credentials_wo_version",)),
    ],
)
async def test_an_apply_sends_no_credentials_whose_changes_the_plan_ignored(
    account: SimulatedAccount, config: Noun, before: Noun, now: Noun, ignored: tuple[str, ...]
) -> None:
    connection = workspace(account, config)
    await connection.apply(**config, **before)
    connection.ignore_changes = ignored
    await account.bodies("PUT")
    assert await connection.apply(**renamed(config), **now) == ()
    assert await sent(account) == [{}]
    assert "secret" not in connection.private.decode()


async def test_a_plan_after_one_that_was_not_applied_decides_anew(
    connection: Workspace, account: SimulatedAccount, config: Noun
) -> None:
    await connection.apply(**config, credentials_wo=FIRST)
    await account.call("POST", "/_simulator/faults", {"kind": "status", "method": "PUT", "status": 400, "count": 1})
    assert has_error(await connection.apply(**config, credentials_wo=SECOND))
    await account.bodies("PUT")
    assert await connection.apply(**renamed(config), credentials_wo=FIRST) == ()
    assert await sent(account) == [{}]


@pytest.mark.parametrize("now", [SECOND, None, {"password": None, "ssl_key": "secret-key"}])
async def test_credentials_that_change_between_plan_and_apply_are_sent_by_the_next_apply(
    account: SimulatedAccount, now: dict[str, Any] | None
) -> None:
    connection = workspace(account, SOURCE)
    connection.stores_planned_private = True
    await connection.apply(**SOURCE, credentials_wo=FIRST)
    planned = await connection.plan(**renamed(SOURCE), credentials_wo=FIRST)
    await account.bodies("PUT")
    with connection.breaking_invariants("the new credentials are not sent yet") if now else nullcontext():
        assert await connection.carry_out(planned, **renamed(SOURCE), credentials_wo=now) == ()
    assert await sent(account) == [{}]
    await connection.apply(**renamed(SOURCE), credentials_wo=SECOND)
    assert await sent(account) == [SECOND]


async def test_credentials_that_a_plan_sends_are_those_of_the_apply(
    connection: Workspace, account: SimulatedAccount, config: Noun
) -> None:
    connection.stores_planned_private = True
    await connection.apply(**config)
    planned = await connection.plan(**config, credentials_wo=FIRST)
    await account.bodies("PUT")
    assert await connection.carry_out(planned, **config, credentials_wo=SECOND) == ()
    assert await sent(account) == [SECOND]


async def test_leaving_out_required_properties_is_an_error_that_names_them(connection: Workspace, config: Noun) -> None:
    await connection.apply(**config, credentials_wo=FIRST)
    for properties in (None, {}, dict.fromkeys(config["properties"]), {"host": "a.example"}):
        planned = await connection.plan(**(config | {"properties": properties}), credentials_wo=FIRST)
        refused = one(planned.diagnostics, Severity.ERROR)
        assert (str(refused.path), refused.summary) == ("properties", "Required property left out")
        missing = config["properties"].keys() - ((properties or {}).keys() if len(properties or {}) == 1 else ())
        assert [name for name in missing if f'"{name}"' not in refused.detail] == []


async def test_a_required_property_is_no_error_if_unknown_credentials_may_contain_it(
    connection: Workspace, config: Noun
) -> None:
    await connection.apply(**config)
    without = config | {"properties": {"host": "a.example"}}
    for unknown in ({"credentials": UNKNOWN}, {"credentials_wo": UNKNOWN}):
        assert not has_error((await connection.plan(**without, **unknown)).diagnostics)


async def test_a_required_credential_is_not_unset(connection: Workspace, config: Noun) -> None:
    for attribute in ("credentials", "credentials_wo"):
        await connection.apply(**config, **{attribute: FIRST})
        planned = await connection.plan(**config, **{attribute: {"password": None}})
        refused = one(planned.diagnostics, Severity.ERROR)
        assert (str(refused.path), refused.summary) == (attribute, "Required property left out")
        assert '"password"' in refused.detail
        assert not has_error((await connection.plan(**config)).diagnostics)


@pytest.mark.parametrize("attribute", ["credentials", "credentials_wo"])
async def test_a_credential_that_becomes_unset_is_named_by_a_warning(account: SimulatedAccount, attribute: str) -> None:
    connection = workspace(account, SOURCE)
    await connection.apply(**SOURCE, **{attribute: FIRST | {"ssl_key": "secret-key"}})
    planned = await connection.plan(**SOURCE, **{attribute: FIRST | {"ssl_key": None}})
    warned = one(planned.diagnostics, Severity.WARNING)
    assert (str(warned.path), warned.summary) == (attribute, "Credential will be unset")
    assert '"ssl_key"' in warned.detail
    await account.bodies("PUT")
    await connection.apply(**SOURCE, **{attribute: FIRST | {"ssl_key": None}})
    (body,) = await sent(account)
    assert body["ssl_key"] is None


@pytest.mark.parametrize("written", [{"password": None}, {}, SECOND, FIRST | {"ssl_key": "k"}, UNKNOWN])
async def test_with_the_same_version_nothing_is_sent(
    connection: Workspace, account: SimulatedAccount, config: Noun, written: Any
) -> None:
    config = config | {"credentials_wo_version": 1}
    await connection.apply(**config, credentials_wo=FIRST)
    await account.bodies("PUT")
    planned = await connection.plan(**renamed(config), credentials_wo=written)
    assert not isinstance(planned.after["effective_properties"], Unknown)
    known = {"password": None} if isinstance(written, Unknown) else written
    assert await connection.carry_out(planned, **renamed(config), credentials_wo=known) == ()
    assert await sent(account) == [{}]


@pytest.mark.parametrize("then", [FIRST, SECOND, {"password": "secret-2", "ssl_key": None}])
async def test_unknown_credentials_without_a_version_are_decided_on_once_they_are_known(
    connection: Workspace, account: SimulatedAccount, config: Noun, then: Any
) -> None:
    await connection.apply(**config, credentials_wo=FIRST)
    await account.bodies("PUT")
    planned = await connection.plan(**renamed(config), credentials_wo=UNKNOWN)
    await connection.carry_out(planned, **renamed(config), credentials_wo=then)
    assert await sent(account) == [{} if then == FIRST else SECOND]


@pytest.mark.parametrize(("config", "name"), [(SOURCE_ONCE, SET_ONCE), (BIGQUERY, "loading_mode")])
async def test_an_unknown_value_of_a_property_that_is_set_once_replaces(
    account: SimulatedAccount, config: Noun, name: str
) -> None:
    values = ("true", "false") if name == SET_ONCE else ("UPSERT", "APPEND_ONLY")
    connection = workspace(account, config)
    await connection.apply(**setting(config, **{name: values[0]}))
    before = connection.state["id"]  # type: ignore[index]
    planned = await connection.plan(**setting(config, **{name: UNKNOWN}))
    assert planned.action == "replace"
    assert [str(path) for path in planned.requires_replace] == [f'properties["{name}"]']
    (warned,) = [each for each in planned.diagnostics if "replaced" in each.summary]
    assert "not known before the apply" in warned.detail
    await connection.apply(**setting(config, **{name: values[1]}))
    assert connection.state["id"] != before  # type: ignore[index]


@pytest.mark.parametrize(("config", "name"), [(SOURCE_ONCE, SET_ONCE), (BIGQUERY, "loading_mode")])
async def test_an_unknown_map_is_an_error_where_a_property_with_a_value_is_set_once(
    account: SimulatedAccount, config: Noun, name: str
) -> None:
    connection = workspace(account, config)
    await connection.apply(**config)
    unknown = config | {"properties": UNKNOWN}
    assert not has_error((await connection.plan(**unknown)).diagnostics)
    await connection.apply(**setting(config, **{name: "true" if name == SET_ONCE else "UPSERT"}))
    refused = one((await connection.plan(**unknown)).diagnostics, Severity.ERROR)
    assert str(refused.path) == "properties"
    assert f'"{name}"' in refused.detail


async def test_the_values_of_properties_are_in_no_other_attribute(connection: Workspace, config: Noun) -> None:
    await connection.apply(**config)
    assert connection.state is not None
    assert not connection.state["effective_properties"].keys() & config["properties"].keys()
    await connection.import_state(connection.state["id"])
    assert not connection.state["effective_properties"].keys() & config["properties"].keys()


async def test_a_change_is_sent_again_until_its_check_succeeds(
    connection: Workspace, account: SimulatedAccount, config: Noun
) -> None:
    config = config | CHECKED | {"credentials_wo": FIRST}
    await connection.apply(**config)
    broken = setting(config, **UNREACHABLE)
    await account.bodies("PUT")
    for _ in range(2):
        (failed,) = await connection.apply(**broken)
        assert (failed.severity, failed.summary) == (Severity.ERROR, "Connection check failed")
        assert await sent(account) == [UNREACHABLE]
    planned = await connection.plan(**broken)
    assert planned.action == "update"
    assert "host" in one(planned.diagnostics, Severity.WARNING).detail
    assert await connection.apply(**config) == ()
    assert (await connection.plan(**config)).action == "nothing"


async def test_credentials_are_sent_again_until_their_check_succeeds(
    connection: Workspace, account: SimulatedAccount, config: Noun
) -> None:
    config, wrong = config | CHECKED | {"credentials_wo_version": 1}, {"password": "wrong-password"}
    await connection.apply(**config, credentials_wo=FIRST)
    config = config | {"credentials_wo_version": 2}
    await connection.apply(**config, credentials_wo=wrong)
    assert "wrong-password" not in connection.private.decode()
    await account.bodies("PUT")
    await connection.apply(**config, credentials_wo=wrong)
    assert await sent(account) == [wrong]
    assert await connection.apply(**config, credentials_wo=SECOND) == ()
    assert (await connection.plan(**config, credentials_wo=SECOND)).action == "nothing"


async def test_what_is_not_confirmed_matters_only_to_a_configuration_that_waits(
    connection: Workspace, config: Noun
) -> None:
    config = config | {"credentials_wo": FIRST}
    await connection.apply(**config, **CHECKED)
    broken = setting(config, **UNREACHABLE)
    await connection.apply(**broken, **CHECKED)
    for lenient in (None, {"wait": False}, {"wait": True, "on_failure": "warn"}):
        planned = await connection.plan(**broken, connection_check=lenient)
        assert not isinstance(planned.after["effective_properties"], Unknown), lenient
    for unknown in (UNKNOWN, {"wait": UNKNOWN}):
        planned = await connection.plan(**broken, connection_check=unknown)
        assert isinstance(planned.after["effective_properties"], Unknown), unknown


@in_virtual_time
@nouns
async def test_a_check_that_succeeds_after_the_apply_confirms_the_change(config: Noun) -> None:
    async with simulated(check_seconds=None) as account:
        connection = workspace(account, config)
        await connection.apply(**config, credentials_wo=FIRST)
        changed = setting(config, port="1") | CHECKED | {"timeouts": {"update": "5s"}, "credentials_wo": FIRST}
        (late,) = await connection.apply(**changed)
        assert late.summary == "Out of time"
        await connection.refresh()
        assert (await connection.plan(**changed)).action == "update"
        await account.call("POST", "/_simulator/checks", {})
        await connection.refresh()
        assert (await connection.plan(**changed)).action == "nothing"
