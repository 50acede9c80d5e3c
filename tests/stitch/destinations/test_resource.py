from __future__ import annotations

import json
from typing import Any

import pytest

from connect.virtual_time import in_virtual_time, now
from stitch.workspace import SimulatedAccount, Workspace, simulated
from stitch_provider.terraform.diagnostics import Severity
from stitch_provider.terraform.engine import apply
from stitch_provider.terraform.values.value import UNKNOWN, Unknown

PROPERTIES = {
    "host": "db.acme.example",
    "port": "5432",
    "username": "stitch_loader",
    "database": "analytics",
    "ssl": "false",
}
CONFIG: dict[str, Any] = {
    "type": "postgres",
    "name": "Analytics",
    "description": "Reporting",
    "properties": PROPERTIES,
    "credentials_wo": {"password": "secret-1"},
}


@pytest.fixture
def destination(account: SimulatedAccount) -> Workspace:
    return Workspace(account, "stitch_destination")


async def in_stitch(account: SimulatedAccount) -> dict[str, Any]:
    (only,) = await account.call("GET", "/v4/destinations")
    assert isinstance(only, dict)
    return only


async def test_a_created_destination_has_everything_and_plans_empty(
    destination: Workspace, account: SimulatedAccount
) -> None:
    assert await destination.apply(**CONFIG) == ()
    created = await in_stitch(account)
    assert (created["name"], created["description"]) == ("Analytics", "Reporting")
    assert PROPERTIES.items() <= created["properties"].items()
    assert destination.state is not None
    assert destination.state["id"] == str(created["id"])
    assert destination.state["properties"] == PROPERTIES
    assert destination.state["stitch_client_id"] == "204417"
    assert "secret-1" not in f"{destination.state} {destination.private!r}"
    await destination.refresh()
    await account.calls()
    assert (await destination.plan(**CONFIG)).action == "nothing"
    assert await account.calls() == []


@pytest.mark.parametrize(
    ("change", "sent"),
    [
        ({"name": "Warehouse"}, {"name": "Warehouse", "properties": {}}),
        ({"description": "All"}, {"description": "All", "properties": {}}),
        ({"properties": PROPERTIES | {"port": "5433"}}, {"properties": {"port": "5433"}}),
        ({"properties": PROPERTIES | {"ssl": "true"}}, {"properties": {"ssl": True}}),
        ({"credentials_wo": {"password": "secret-2"}}, None),
        ({"ignore_unmapped_sources": True}, "nothing"),
        ({"timeouts": {"create": "5m"}}, "nothing"),
    ],
)
async def test_an_update_is_one_call_with_what_changed(
    destination: Workspace, account: SimulatedAccount, change: dict[str, Any], sent: Any
) -> None:
    await destination.apply(**CONFIG)
    await destination.refresh()
    planned = await destination.plan(**(CONFIG | change))
    assert planned.action == "update"
    await account.call("DELETE", "/_simulator/requests")
    assert await destination.carry_out(planned, **(CONFIG | change)) == ()
    log = await account.call("GET", "/_simulator/requests")
    puts = [entry["body"] for entry in log if entry["method"] == "PUT"]
    assert len(puts) == (0 if sent == "nothing" else 1)
    if isinstance(sent, dict):
        assert puts == [sent]
    await destination.refresh()
    assert (await destination.plan(**(CONFIG | change))).action == "nothing"


async def test_a_change_of_the_name_alone_leaves_everything_else_known(destination: Workspace) -> None:
    await destination.apply(**CONFIG)
    planned = await destination.plan(**(CONFIG | {"name": "Warehouse"}))
    assert not any(isinstance(value, Unknown) for value in planned.after.values())


async def test_drift_of_what_is_declared_is_found_and_repaired(
    destination: Workspace, account: SimulatedAccount
) -> None:
    await destination.apply(**CONFIG)
    created = await in_stitch(account)
    drift = {"name": "X", "description": "Y", "properties": {"host": "b.example", "ssl": "true"}}
    await account.call("PUT", f"/v4/destinations/{created['id']}", drift)
    await destination.refresh()
    assert destination.state is not None
    assert (destination.state["name"], destination.state["description"]) == ("X", "Y")
    assert destination.state["properties"] == PROPERTIES | {"host": "b.example", "ssl": "true"}
    await destination.apply(**CONFIG)
    repaired = await in_stitch(account)
    assert (repaired["name"], repaired["description"]) == ("Analytics", "Reporting")
    assert PROPERTIES.items() <= repaired["properties"].items()


BARE = CONFIG | {"name": None, "description": None}


async def test_a_name_that_is_not_declared_is_not_managed(destination: Workspace, account: SimulatedAccount) -> None:
    planned = await destination.plan(**BARE)
    assert (planned.after["name"], planned.after["description"]) == (UNKNOWN, UNKNOWN)
    await destination.apply(**BARE)
    assert destination.state is not None
    assert (destination.state["name"], destination.state["description"]) == ("PostgreSQL", None)
    created = await in_stitch(account)
    change = {"name": "X", "description": "Y", "properties": {}}
    await account.call("PUT", f"/v4/destinations/{created['id']}", change)
    await destination.refresh()
    assert (await destination.plan(**BARE)).action == "nothing"


async def test_a_name_and_description_that_are_no_longer_declared_plan_nothing(destination: Workspace) -> None:
    await destination.apply(**CONFIG)
    assert (await destination.plan(**BARE)).action == "nothing"


async def test_an_update_sends_no_name_and_description_that_are_not_declared(
    destination: Workspace, account: SimulatedAccount
) -> None:
    await destination.apply(**CONFIG)
    await account.bodies("PUT")
    await destination.apply(**BARE | {"properties": PROPERTIES | {"port": "5433"}})
    assert await account.bodies("PUT") == [{"properties": {"port": "5433"}}]
    assert (await in_stitch(account))["name"] == "Analytics"


@pytest.mark.parametrize("shown", ["", None])
async def test_an_empty_description_is_the_same_as_none(
    destination: Workspace, account: SimulatedAccount, shown: str | None
) -> None:
    empty = CONFIG | {"description": ""}
    await destination.apply(**empty)
    path = f"/v4/destinations/{(await in_stitch(account))['id']}"
    await account.call("PUT", path, {"description": shown, "properties": {}})
    await destination.refresh()
    assert (await destination.plan(**empty)).action == "nothing"
    adopted = Workspace(account, "stitch_destination")
    await adopted.import_state(path.rpartition("/")[2])
    assert (await adopted.generated())["description"] is None
    assert (await adopted.plan(**await adopted.generated())).action == "nothing"


async def test_the_id_is_saved_before_anything_else_can_go_wrong(
    destination: Workspace, account: SimulatedAccount
) -> None:
    def crash() -> None:
        raise ZeroDivisionError

    account.tripwire.ending, account.tripwire.act = "last-connection-check", crash
    config = CONFIG | {"connection_check": {"wait": True}}
    progress = apply.Progress()
    with pytest.raises(ZeroDivisionError):
        await destination.carry_out(await destination.plan(**config), progress, **config)
    assert progress.saved is not None
    state, private = progress.saved
    assert state.id == str((await in_stitch(account))["id"])
    assert private["names"] == ["password"]


async def test_a_refused_name_is_shown_in_the_words_of_the_service() -> None:
    async with simulated(destination_put="refuse") as account:
        destination = Workspace(account, "stitch_destination")
        await destination.apply(**CONFIG)
        before = destination.state
        (refused,) = await destination.apply(**(CONFIG | {"name": "Warehouse"}))
        assert 'change destination "Analytics"' in refused.summary
        assert refused.detail.startswith("Stitch refused: ")
        assert destination.state == before


async def test_a_destination_too_many_says_what_to_do() -> None:
    async with simulated(plan="standard") as account:
        await Workspace(account, "stitch_destination").apply(**CONFIG)
        second = Workspace(account, "stitch_destination")
        (refused,) = await second.apply(**CONFIG)
        assert "you are at your destination limit" in refused.detail
        assert "Standard" in refused.detail
        assert "create_before_destroy" in refused.detail
        assert second.state is None


@pytest.mark.parametrize(("on_failure", "severity"), [(None, Severity.ERROR), ("warn", Severity.WARNING)])
async def test_a_failed_check_is_what_the_user_says_and_the_destination_is_kept(
    destination: Workspace, on_failure: str | None, severity: Severity
) -> None:
    wrong = {
        "credentials_wo": {"password": "wrong-password"},
        "connection_check": {"wait": True, "on_failure": on_failure},
    }
    failed, *_ = await destination.apply(**(CONFIG | wrong))
    assert failed.severity is severity
    assert str(failed.path) == "connection_check"
    assert "password authentication failed" in failed.detail
    assert destination.state is not None
    assert destination.state["id"]


async def test_a_check_that_is_repaired_succeeds(destination: Workspace) -> None:
    check = {"connection_check": {"wait": True}}
    await destination.apply(**(CONFIG | check | {"credentials_wo": {"password": "wrong-password"}}))
    assert await destination.apply(**(CONFIG | check)) == ()


async def test_a_change_that_makes_stitch_connect_again_waits_for_the_new_check(destination: Workspace) -> None:
    checked = CONFIG | {"connection_check": {"wait": True}}
    assert await destination.apply(**checked) == ()
    (failed,) = await destination.apply(**(checked | {"credentials_wo": {"password": "wrong-password"}}))
    assert "password authentication failed" in failed.detail


@pytest.mark.parametrize("change", [{"name": "Warehouse"}, {"description": "All"}])
async def test_a_change_that_needs_no_new_connection_waits_for_no_check(
    destination: Workspace, account: SimulatedAccount, change: dict[str, Any]
) -> None:
    checked = CONFIG | {"connection_check": {"wait": True}}
    await destination.apply(**checked)
    await account.calls()
    assert await destination.apply(**(checked | change)) == ()
    assert not [path for _, path in await account.calls() if path.endswith("last-connection-check")]


@in_virtual_time
async def test_a_destination_without_check_endpoint_times_out_with_what_is_known() -> None:
    async with simulated(destination_checks=False) as account:
        destination = Workspace(account, "stitch_destination")
        waits = {"connection_check": {"wait": True, "on_failure": "warn"}, "timeouts": {"create": "30s"}}
        (late,) = await destination.apply(**(CONFIG | waits))
        assert late.severity is Severity.WARNING
        assert destination.state is not None


@in_virtual_time
async def test_a_check_that_never_appears_is_waited_for_a_minute() -> None:
    async with simulated(destination_checks=False) as account:
        destination, began = Workspace(account, "stitch_destination"), now()
        (warned,) = await destination.apply(**(CONFIG | {"connection_check": {"wait": True}}))
        assert 60 <= now() - began < 70
        assert (warned.severity, str(warned.path)) == (Severity.WARNING, "connection_check")


async def test_another_type_replaces_the_destination(destination: Workspace) -> None:
    await destination.apply(**CONFIG)
    planned = await destination.plan(
        type="redshift",
        properties={"host": "a.example", "port": "5439", "database": "d", "username": "u"},
        credentials_wo={"password": "p"},
    )
    assert planned.diagnostics == ()
    assert planned.action == "replace"


async def test_an_immutable_property_replaces_the_destination_with_a_warning(destination: Workspace) -> None:
    names = (
        "type",
        "project_id",
        "private_key_id",
        "private_key",
        "client_email",
        "client_id",
        "auth_uri",
        "token_uri",
    )
    urls = ("auth_provider_x509_cert_url", "client_x509_cert_url")
    key = json.dumps(dict.fromkeys((*names, *urls), "https://made.up.example"))
    config: dict[str, Any] = {
        "type": "bigquery_v2",
        "properties": {"cloud_storage_location": "US", "loading_mode": "UPSERT"},
        "credentials_wo": {"service_account_credentials": key},
    }
    assert await destination.validate(**config) == ()
    await destination.apply(**config)
    planned = await destination.plan(
        **(config | {"properties": config["properties"] | {"loading_mode": "APPEND_ONLY"}})
    )
    assert [str(path) for path in planned.requires_replace] == ['properties["loading_mode"]']
    assert [each.severity for each in planned.diagnostics] == [Severity.WARNING]


async def test_a_type_that_is_only_documented_is_fine_online(destination: Workspace) -> None:
    config = {"type": "panoply", "properties": {"host": "a.example", "port": "5439", "username": "u", "database": "d"}}
    planned = await destination.plan(**config, credentials_wo={"password": "p"})
    assert not [each for each in planned.diagnostics if each.severity is Severity.ERROR]


async def test_an_unknown_type_is_an_error_online(destination: Workspace) -> None:
    (refused,) = (await destination.plan(**(CONFIG | {"type": "postgress"}))).diagnostics
    assert (str(refused.path), refused.severity) == ("type", Severity.ERROR)
    assert '"postgres"' in refused.detail


async def test_a_credential_among_the_properties_names_the_fix(destination: Workspace) -> None:
    found = await destination.validate(**(CONFIG | {"properties": PROPERTIES | {"password": "x"}}))
    here = [each for each in found if str(each.path) == 'properties["password"]']
    assert any("credentials_wo" in each.detail for each in here)


async def test_unknown_values_are_fine_everywhere(destination: Workspace) -> None:
    for change in (
        {"type": UNKNOWN},
        {"name": UNKNOWN},
        {"properties": UNKNOWN},
        {"properties": PROPERTIES | {"host": UNKNOWN}},
        {"credentials_wo": UNKNOWN},
        {"ignore_unmapped_sources": UNKNOWN},
    ):
        assert await destination.validate(**(CONFIG | change)) == (), change
        planned = await destination.plan(**(CONFIG | change))
        assert not [each for each in planned.diagnostics if each.severity is Severity.ERROR]


async def test_a_deleted_destination_is_gone(destination: Workspace, account: SimulatedAccount) -> None:
    await destination.apply(**CONFIG)
    await account.call("DELETE", f"/v4/destinations/{(await in_stitch(account))['id']}")
    assert await destination.destroy() == ()
    await destination.apply(**CONFIG)
    await account.call("DELETE", f"/v4/destinations/{(await in_stitch(account))['id']}")
    await destination.refresh()
    assert destination.state is None


@pytest.mark.parametrize("by_identity", [False, True])
async def test_an_imported_destination_plans_empty_with_its_generated_configuration(
    destination: Workspace, account: SimulatedAccount, *, by_identity: bool
) -> None:
    await destination.apply(**CONFIG)
    number = str((await in_stitch(account))["id"])
    adopted = Workspace(account, "stitch_destination")
    chosen = {"identity": {"id": number, "client_id": "204417"}} if by_identity else {"id": number}
    assert await adopted.import_state(**chosen) == ()  # type: ignore[arg-type]
    await adopted.refresh()
    assert (await adopted.plan(**(await adopted.generated()))).action == "nothing"
    assert adopted.state is not None
    assert PROPERTIES.items() <= adopted.state["properties"].items()
    assert "password" not in adopted.state["properties"]


async def test_importing_what_is_not_there_says_so(destination: Workspace) -> None:
    (refused,) = await destination.import_state("999999")
    assert "999999" in refused.summary
    assert destination.state is None


async def test_a_removed_property_is_unset(destination: Workspace, account: SimulatedAccount) -> None:
    ssh = {"encryption_type": "ssh", "encryption_host": "b.example", "encryption_port": "22"}
    await destination.apply(**(CONFIG | {"properties": PROPERTIES | ssh | {"encryption_username": "u"}}))
    await destination.apply(**(CONFIG | {"properties": PROPERTIES | {"encryption_type": "none"}}))
    assert "encryption_host" not in (await in_stitch(account))["properties"]


async def test_a_new_destination_whose_type_and_name_exist_is_planned_with_a_warning(
    destination: Workspace, account: SimulatedAccount
) -> None:
    await destination.apply(**CONFIG)
    assert destination.state is not None
    second = Workspace(account, "stitch_destination")
    (warned,) = (await second.plan(**CONFIG)).diagnostics
    assert (warned.severity, warned.summary) == (Severity.WARNING, "A destination of this name exists")
    assert f'id = "{destination.state["id"]}"' in warned.detail
    assert (await second.plan(**(CONFIG | {"name": "Another"}))).diagnostics == ()


async def test_a_list_that_cannot_be_read_does_not_fail_the_plan_of_a_new_destination(
    destination: Workspace, account: SimulatedAccount
) -> None:
    fault = {"kind": "status", "status": 520, "method": "GET", "path": "/v4/destinations"}
    await account.call("POST", "/_simulator/faults", fault)
    assert (await destination.plan(**CONFIG)).diagnostics == ()
