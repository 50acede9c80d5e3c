from __future__ import annotations

import asyncio
from itertools import pairwise
from typing import Any

import pytest

from connect.virtual_time import in_virtual_time, now
from stitch.workspace import SimulatedAccount, Workspace, simulated
from stitch_provider.terraform.diagnostics import Diagnostic, Severity
from stitch_provider.terraform.engine import apply
from stitch_provider.terraform.values.value import UNKNOWN, Unknown

PROPERTIES = {
    "host": "storefront.acme.example",
    "port": "5432",
    "user": "stitch_reader",
    "dbname": "storefront",
    "ssl": "true",
}
SECRET = {"password": "secret-1"}
CONFIG: dict[str, Any] = {
    "type": "platform.hp-postgres",
    "display_name": "Storefront",
    "properties": PROPERTIES,
    "credentials_wo": SECRET,
}
HUBSPOT: dict[str, Any] = {
    "type": "platform.hubspot",
    "display_name": "Hub",
    "properties": {"start_date": "2024-01-01T00:00:00Z"},
}
CRON = "0 0 12 ? * MON-FRI"
EVERY: dict[str, Any] = {"frequency_minutes": None, "anchor_time": None, "cron": None}


@pytest.fixture
def source(account: SimulatedAccount) -> Workspace:
    return Workspace(account, "stitch_source")


async def in_stitch(account: SimulatedAccount) -> dict[str, Any]:
    (only,) = [each for each in await account.call("GET", "/v4/sources") if not each["deleted_at"]]
    assert isinstance(only, dict)
    return only


def unknowns(planned: Any) -> set[str]:
    return {name for name, value in planned.items() if isinstance(value, Unknown)}


def texts(diagnostics: tuple[Diagnostic, ...]) -> str:
    return " ".join(f"{each.path}: {each.summary}: {each.detail}" for each in diagnostics)


async def test_a_created_source_has_everything_and_plans_empty(source: Workspace, account: SimulatedAccount) -> None:
    assert (await source.plan(**CONFIG)).action == "create"
    assert await source.apply(**CONFIG) == ()
    created = await in_stitch(account)
    assert PROPERTIES.items() <= created["properties"].items()
    assert source.state is not None
    assert source.state["id"] == str(created["id"])
    assert source.state["name"] == "storefront"
    assert source.state["properties"] == PROPERTIES
    assert source.state["effective_properties"]["frequency_in_minutes"] == "60"
    assert not PROPERTIES.keys() & source.state["effective_properties"].keys()
    assert source.state["credentials_wo"] is None
    assert source.identity == {"id": str(created["id"]), "client_id": "204417"}
    await source.refresh()
    assert (await source.plan(**CONFIG)).action == "nothing"


async def test_no_secret_is_kept_anywhere(source: Workspace) -> None:
    await source.apply(**CONFIG)
    assert "secret-1" not in f"{source.state} {source.private!r} {source.identity}"


async def test_a_plan_without_changes_makes_no_call(source: Workspace, account: SimulatedAccount) -> None:
    await source.apply(**CONFIG)
    await source.refresh()
    await account.calls()
    assert (await source.plan(**CONFIG)).action == "nothing"
    assert await account.calls() == []


async def test_plans_ask_once_for_a_type(source: Workspace, account: SimulatedAccount) -> None:
    for _ in range(3):
        await source.plan(**CONFIG)
    assert await account.calls() == [("GET", "/v4/source-types/platform.hp-postgres")]


@pytest.mark.parametrize(
    ("change", "unknown", "sent"),
    [
        pytest.param({"display_name": "Shop"}, set(), {"display_name": "Shop"}, id="display_name"),
        pytest.param({"paused": True}, set(), None, id="paused"),
        pytest.param({"destination_id": "581220"}, set(), {"destination_id": 581220}, id="destination_id"),
        pytest.param(
            {"properties": PROPERTIES | {"port": "5433"}},
            {"effective_properties"},
            {"properties": {"port": "5433"}},
            id="property",
        ),
        pytest.param(
            {"credentials_wo": {"password": "secret-2"}},
            {"effective_properties"},
            None,
            id="credentials_wo",
        ),
        pytest.param(
            {"schedule": {"cron": CRON}},
            {"effective_properties"},
            {"properties": {"cron_expression": CRON}},
            id="schedule",
        ),
    ],
)
async def test_an_update_is_one_call_with_what_changed(
    source: Workspace, account: SimulatedAccount, change: dict[str, Any], unknown: set[str], sent: Any
) -> None:
    await account.call(
        "POST", "/_simulator/seed", {"destinations": [{"type": "postgres", "id": 581220}, {"type": "s3"}]}
    )
    await source.apply(**CONFIG)
    await source.refresh()
    await account.calls()
    planned = await source.plan(**(CONFIG | change))
    assert planned.action == "update"
    assert unknowns(planned.after) == unknown
    log_before = await account.call("DELETE", "/_simulator/requests")
    assert await source.carry_out(planned, **(CONFIG | change)) == ()
    log = await account.call("GET", "/_simulator/requests")
    puts = [entry for entry in log if entry["method"] == "PUT"]
    assert len(puts) == 1, log_before
    if sent is not None:
        assert puts[0]["body"] == sent
    await source.refresh()
    assert (await source.plan(**(CONFIG | change))).action == "nothing"


async def test_the_name_stays_when_the_display_name_changes(source: Workspace) -> None:
    await source.apply(**CONFIG)
    await source.apply(**(CONFIG | {"display_name": "Shop"}))
    assert source.state is not None
    assert (source.state["display_name"], source.state["name"]) == ("Shop", "storefront")


async def test_drift_of_what_is_declared_is_found_and_repaired(source: Workspace, account: SimulatedAccount) -> None:
    config = CONFIG | {"schedule": {"frequency_minutes": 60}}
    await source.apply(**config)
    created = await in_stitch(account)
    await account.call(
        "PUT",
        f"/v4/sources/{created['id']}",
        {
            "display_name": "X",
            "paused_at": "2024-06-01T00:00:00Z",
            "properties": {"host": "b.example", "frequency_in_minutes": "1440"},
        },
    )
    await source.refresh()
    assert source.state is not None
    assert (source.state["display_name"], source.state["paused"]) == ("X", True)
    assert source.state["properties"]["host"] == "b.example"
    assert source.state["schedule"]["frequency_minutes"] == 1440
    await source.apply(**config)
    repaired = await in_stitch(account)
    assert (repaired["display_name"], repaired["paused_at"]) == ("Storefront", None)
    assert repaired["properties"]["host"] == PROPERTIES["host"]
    assert repaired["properties"]["frequency_in_minutes"] == "60"


async def test_what_is_not_declared_is_not_compared(source: Workspace, account: SimulatedAccount) -> None:
    await source.apply(**CONFIG)
    created = await in_stitch(account)
    await account.call(
        "PUT", f"/v4/sources/{created['id']}", {"properties": {"ssh_host": "b.example", "cron_expression": CRON}}
    )
    await source.refresh()
    assert source.state is not None
    assert source.state["effective_properties"]["ssh_host"] == "b.example"
    assert (await source.plan(**CONFIG)).action == "nothing"


async def test_a_removed_property_is_unset(source: Workspace, account: SimulatedAccount) -> None:
    await source.apply(**(CONFIG | {"properties": PROPERTIES | {"ssh_host": "b.example"}}))
    await source.apply(**CONFIG)
    assert "ssh_host" not in (await in_stitch(account))["properties"]


@pytest.mark.parametrize("attribute", ["credentials", "credentials_wo"])
async def test_a_credential_that_the_service_quotes_is_not_shown(
    source: Workspace, account: SimulatedAccount, attribute: str
) -> None:
    quoting = {"error": "InvalidProperties", "data": {"message": "cannot log in with secret-quoted"}}
    await account.call(
        "POST", "/_simulator/faults", {"kind": "status", "status": 400, "method": "POST", "body": quoting}
    )
    config = {name: value for name, value in CONFIG.items() if name != "credentials_wo"}
    (refused,) = await source.apply(**config, **{attribute: {"password": "secret-quoted"}})
    assert "cannot log in with (hidden)" in refused.detail
    assert "secret-quoted" not in refused.summary + refused.detail


async def test_a_property_that_cannot_be_unset_names_the_way_out(source: Workspace, account: SimulatedAccount) -> None:
    await source.apply(**(CONFIG | {"properties": PROPERTIES | {"ssh_host": "b.example"}}))
    state = source.state
    refusing = {"error": "InvalidProperties", "data": {"message": "invalid properties", "bad_properties": ["ssh_host"]}}
    fault = {"kind": "status", "method": "PUT", "status": 400, "count": 1, "body": refusing}
    await account.call("POST", "/_simulator/faults", fault)
    (refused,) = await source.apply(**CONFIG)
    assert "no longer sets ssh_host" in refused.detail
    assert "-replace" in refused.detail
    assert source.state == state


async def test_schedules_switch_between_their_forms(source: Workspace, account: SimulatedAccount) -> None:
    anchored = {"frequency_minutes": 360, "anchor_time": "2024-05-14T09:30:00Z"}
    for schedule, shown in (
        ({"frequency_minutes": 30}, {"frequency_in_minutes": "30"}),
        (anchored, {"frequency_in_minutes": "360", "anchor_time": "2024-05-14T09:30:00Z"}),
        ({"cron": CRON}, {"cron_expression": CRON}),
        ({"frequency_minutes": 60}, {"frequency_in_minutes": "60", "cron_expression": None, "anchor_time": None}),
        (anchored, {"frequency_in_minutes": "360", "anchor_time": "2024-05-14T09:30:00Z"}),
        ({"frequency_minutes": 360}, {"frequency_in_minutes": "360", "anchor_time": None}),
    ):
        config = CONFIG | {"schedule": schedule}
        await source.apply(**config)
        stored = (await in_stitch(account))["properties"]
        assert {name: stored.get(name) for name in shown} == shown
        await source.refresh()
        assert (await source.plan(**config)).action == "nothing", schedule


async def test_removing_the_schedule_changes_nothing(source: Workspace, account: SimulatedAccount) -> None:
    await source.apply(**(CONFIG | {"schedule": {"cron": CRON}}))
    assert (await source.plan(**CONFIG)).action == "nothing"
    await account.calls()
    await source.apply(**(CONFIG | {"display_name": "Shop"}))
    assert await account.bodies("PUT") == [{"display_name": "Shop"}]
    assert (await in_stitch(account))["properties"]["cron_expression"] == CRON
    assert source.state is not None
    assert source.state["schedule"] == {"frequency_minutes": None, "anchor_time": None, "cron": CRON}


async def test_a_schedule_that_is_left_out_is_the_one_of_the_service(
    source: Workspace, account: SimulatedAccount
) -> None:
    assert (await source.plan(**CONFIG)).after["schedule"] is UNKNOWN
    await source.apply(**CONFIG)
    assert source.state is not None
    assert source.state["schedule"] == EVERY | {"frequency_minutes": 60}
    assert "frequency_in_minutes" not in (await account.bodies("POST"))[0]["properties"]

    await account.call("PUT", f"/v4/sources/{source.state['id']}", {"properties": {"frequency_in_minutes": "30"}})
    await source.refresh()
    assert source.state["schedule"] == EVERY | {"frequency_minutes": 30}
    assert (await source.plan(**CONFIG)).action == "nothing"


async def test_a_replaced_source_without_a_schedule_gets_the_one_of_the_service(
    source: Workspace, account: SimulatedAccount
) -> None:
    await source.apply(**(CONFIG | {"schedule": {"cron": CRON}}))
    other = HUBSPOT | {"display_name": "Storefront"}
    planned = await source.plan(**other)
    assert planned.action == "replace"
    assert planned.after["schedule"] is UNKNOWN
    await source.apply(**other)
    assert source.state is not None
    assert source.state["schedule"]["cron"] is None


OLD: dict[str, Any] = {
    "frequency": {"frequency_in_minutes": "45"},
    "anchor with an offset": {"frequency_in_minutes": "60", "anchor_time": "2018-05-14T09:30:00+02:00"},
    "empty anchor": {"frequency_in_minutes": "60", "anchor_time": "", "cron_expression": ""},
    "empty property": {"frequency_in_minutes": "60", "ssh_host": ""},
    "longer names": {"frequency_in_minutes": "60", "cron_expression": "0 0 12 ? JANUARY TUE-THUR"},
    "seconds": {"frequency_in_minutes": "60", "cron_expression": "30 0 12 ? * MON"},
    "misread names": {"frequency_in_minutes": "60", "cron_expression": "0 0 12 ? * MONDAY-FRIDAY"},
}


async def adopt_old_source(account: SimulatedAccount, old: dict[str, str]) -> tuple[Workspace, dict[str, Any]]:
    """Import a source with these properties, and generate its configuration."""
    seed = {"type": CONFIG["type"], "display_name": "Storefront", "properties": PROPERTIES | SECRET | old}
    (number,) = (await account.call("POST", "/_simulator/seed", {"sources": [seed]}))["sources"]
    adopted = Workspace(account, "stitch_source")
    assert await adopted.import_state(str(number)) == ()
    return adopted, dict(await adopted.generated())


@pytest.mark.parametrize("old", OLD.values(), ids=OLD.keys())
async def test_the_generated_configuration_of_an_old_source_is_valid_and_plans_empty(
    account: SimulatedAccount, old: dict[str, str]
) -> None:
    adopted, config = await adopt_old_source(account, old)
    assert [each for each in await adopted.validate(**config) if each.severity is Severity.ERROR] == []
    planned = await adopted.plan(**config)
    assert (planned.action, planned.diagnostics) == ("nothing", ())
    await adopted.refresh()
    assert (await adopted.plan(**config)).action == "nothing"
    changed = {"display_name": "Shop", "properties": config["properties"] | {"host": "b.example"}}
    assert await adopted.apply(**(config | changed)) == ()
    sent = {"display_name": "Shop", "properties": {"host": "b.example"}}
    assert await account.bodies("PUT") == [sent]


@pytest.mark.parametrize(
    ("old", "change", "path"),
    [
        ("frequency", {"schedule": EVERY | {"frequency_minutes": 50}}, "schedule.frequency_minutes"),
        (
            "anchor with an offset",
            {"schedule": EVERY | {"frequency_minutes": 60, "anchor_time": "2018-05-14T10:30:00+02:00"}},
            "schedule.anchor_time",
        ),
        ("misread names", {"schedule": EVERY | {"cron": "0 0 12 ? * MONDAY-THURSDAY"}}, "schedule.cron"),
        ("empty property", {"properties": PROPERTIES | {"ssh_user": ""}}, 'properties["ssh_user"]'),
    ],
)
async def test_an_old_value_cannot_be_changed_to_another_one(
    account: SimulatedAccount, old: str, change: dict[str, Any], path: str
) -> None:
    adopted, config = await adopt_old_source(account, OLD[old])
    warned = [each for each in await adopted.validate(**(config | change)) if str(each.path) == path]
    assert [each.severity for each in warned] == [Severity.WARNING]
    (refused,) = (await adopted.plan(**(config | change))).diagnostics
    assert (str(refused.path), refused.severity) == (path, Severity.ERROR)


async def test_a_new_source_gets_no_old_value(source: Workspace) -> None:
    (refused,) = (await source.plan(**(CONFIG | {"schedule": {"frequency_minutes": 45}}))).diagnostics
    assert (str(refused.path), refused.severity) == ("schedule.frequency_minutes", Severity.ERROR)


async def test_a_source_that_is_created_paused_is_paused(source: Workspace, account: SimulatedAccount) -> None:
    await source.apply(**(CONFIG | {"paused": True}))
    assert (await in_stitch(account))["paused_at"]
    await source.apply(**(CONFIG | {"paused": False}))
    assert (await in_stitch(account))["paused_at"] is None


async def test_a_version_alone_decides_where_there_is_one(source: Workspace, account: SimulatedAccount) -> None:
    versioned = CONFIG | {"credentials_wo_version": 1}
    await source.apply(**versioned)
    other = {"credentials_wo": {"password": "secret-2"}}
    await source.refresh()
    assert (await source.plan(**(versioned | other))).action == "nothing"
    await account.calls()
    await source.apply(**(versioned | other | {"credentials_wo_version": 2}))
    assert ("PUT", f"/v4/sources/{source.state['id']}") in await account.calls()  # type: ignore[index]


@pytest.mark.parametrize("attribute", ["credentials", "credentials_wo"])
async def test_a_credential_that_stitch_lost_is_sent_again(
    source: Workspace, account: SimulatedAccount, attribute: str
) -> None:
    properties = {"host": "a.example", "port": "3306", "user": "u"}
    config: dict[str, Any] = {"type": "platform.hp-mysql", "display_name": "Shop", "properties": properties}
    config[attribute] = {"password": "secret-1", "ssl_key": "secret-key"}
    await source.apply(**config)
    created = await in_stitch(account)
    await source.refresh()
    assert (await source.plan(**config)).action == "nothing"
    await account.call("PUT", f"/v4/sources/{created['id']}", {"properties": {"ssl_key": None}})
    await source.refresh()
    planned = await source.plan(**config)
    assert unknowns(planned.after) == {"effective_properties"}
    await source.apply(**config)
    form = (await in_stitch(account))["report_card"]["steps"][0]["properties"]
    assert next(spec["provided"] for spec in form if spec["name"] == "ssl_key") is True
    await source.refresh()
    assert (await source.plan(**config)).action == "nothing"


@pytest.mark.parametrize(
    ("change", "path", "words"),
    [
        ({"properties": PROPERTIES | SECRET}, 'properties["password"]', "credentials_wo"),
        ({"credentials": SECRET}, 'credentials_wo["password"]', "also set in"),
        ({"properties": PROPERTIES | {"cron_expression": CRON}}, 'properties["cron_expression"]', "schedule"),
        ({"schedule": {"cron": "0 0 12 ? * THR"}}, "schedule.cron", '"THU"'),
        ({"schedule": {}}, "schedule", "either"),
        ({"schedule": {"frequency_minutes": 0}}, "schedule.frequency_minutes", "30, 60"),
        ({"wait_for": "discovery"}, "wait_for", '"discover_schema"'),
        ({"timeouts": {"create": "soon"}}, "timeouts.create", "1h30m"),
        ({"connection_check": {"on_failure": "warning"}}, "connection_check.on_failure", '"warn"'),
    ],
)
async def test_a_configuration_is_refused_at_its_attribute(
    source: Workspace, change: dict[str, Any], path: str, words: str
) -> None:
    found = await source.validate(**(CONFIG | change))
    here = tuple(each for each in found if str(each.path) == path and each.severity is Severity.ERROR)
    assert words in texts(here), texts(found)


async def test_a_good_configuration_is_accepted(source: Workspace) -> None:
    assert await source.validate(**CONFIG) == ()


async def test_what_the_catalog_does_not_know_is_a_warning_offline(source: Workspace) -> None:
    (warned,) = await source.validate(**(CONFIG | {"type": "platform.hp-postgress", "properties": None}))
    assert (str(warned.path), warned.severity) == ("type", Severity.WARNING)
    assert '"platform.hp-postgres"' in warned.detail


async def test_an_unknown_type_is_an_error_online(source: Workspace) -> None:
    (refused,) = (await source.plan(**(CONFIG | {"type": "platform.githubb"}))).diagnostics
    assert (str(refused.path), refused.severity) == ("type", Severity.ERROR)
    assert '"platform.github"' in refused.detail


async def test_an_unknown_property_is_an_error_online(source: Workspace) -> None:
    (refused,) = (await source.plan(**(CONFIG | {"properties": PROPERTIES | {"hots": "x"}}))).diagnostics
    assert (str(refused.path), refused.severity) == ('properties["hots"]', Severity.ERROR)
    assert '"host"' in refused.detail


async def test_a_type_that_the_account_may_not_create_is_refused_at_plan(source: Workspace) -> None:
    config = {"type": "platform.calendly", "display_name": "Calendar"}
    errors = [each for each in (await source.plan(**config)).diagnostics if each.severity is Severity.ERROR]
    assert [str(each.path) for each in errors] == ["type"]
    assert "alpha" in errors[0].detail


async def test_a_type_of_another_plan_tier_is_refused_at_plan_with_the_tier() -> None:
    async with simulated(plan="standard") as account:
        source = Workspace(account, "stitch_source")
        planned = await source.plan(type="platform.workday-raas", display_name="People")
        errors = [each for each in planned.diagnostics if each.severity is Severity.ERROR]
        assert [str(each.path) for each in errors] == ["type"]
        assert 'plan tier "enterprise"' in errors[0].detail


async def test_a_token_that_is_refused_is_no_fault_of_the_type(source: Workspace, account: SimulatedAccount) -> None:
    await account.call("POST", "/_simulator/faults", {"kind": "status", "status": 401})
    (refused,) = (await source.plan(**CONFIG)).diagnostics
    assert str(refused.path) == ""
    assert "STITCH_API_TOKEN" in refused.detail


async def test_unknown_values_are_fine_everywhere(source: Workspace) -> None:
    for change in (
        {"type": UNKNOWN},
        {"properties": UNKNOWN},
        {"properties": PROPERTIES | {"host": UNKNOWN}},
        {"credentials_wo": UNKNOWN},
        {"credentials_wo": {"password": UNKNOWN}},
        {"credentials": UNKNOWN, "credentials_wo": None},
        {"schedule": UNKNOWN},
        {"schedule": {"cron": UNKNOWN}},
        {"schedule": {"frequency_minutes": UNKNOWN}},
        {"destination_id": UNKNOWN},
        {"paused": UNKNOWN},
        {"display_name": UNKNOWN},
        {"wait_for": UNKNOWN},
        {"connection_check": UNKNOWN},
        {"timeouts": UNKNOWN},
    ):
        config = CONFIG | change
        assert await source.validate(**config) == (), change
        assert not [each for each in (await source.plan(**config)).diagnostics if each.severity is Severity.ERROR]


async def test_unknown_values_are_fine_in_an_update(source: Workspace) -> None:
    await source.apply(**CONFIG)
    for change in ({"properties": UNKNOWN}, {"credentials_wo": UNKNOWN}, {"schedule": UNKNOWN}, {"paused": UNKNOWN}):
        planned = await source.plan(**(CONFIG | change))
        assert planned.action == "update", change
        assert planned.diagnostics == ()


async def test_a_plan_without_an_account_goes_by_the_catalog(source: Workspace) -> None:
    provider_data, source.session.provider_data = source.session.provider_data, None
    assert (await source.plan(**CONFIG)).diagnostics == ()
    source.session.provider_data = provider_data


async def test_another_type_replaces_the_source(source: Workspace) -> None:
    await source.apply(**CONFIG)
    planned = await source.plan(**HUBSPOT)
    assert planned.diagnostics == ()
    assert planned.action == "replace"
    assert [str(path) for path in planned.requires_replace] == ["type"]


async def test_an_immutable_property_replaces_the_source_with_a_warning(source: Workspace) -> None:
    name = "include_schemas_in_destination_stream_name"
    await source.apply(**(CONFIG | {"properties": PROPERTIES | {name: "true"}}))
    config = CONFIG | {"properties": PROPERTIES | {name: "false"}}
    planned = await source.plan(**config)
    assert [str(path) for path in planned.requires_replace] == [f'properties["{name}"]']
    (warned,) = planned.diagnostics
    assert warned.severity is Severity.WARNING
    assert "replicates all data again" in warned.detail
    before = source.state["id"]  # type: ignore[index]
    await source.apply(**config)
    assert source.state is not None
    assert source.state["id"] != before
    await source.refresh()
    assert (await source.plan(**config)).action == "nothing"


async def test_an_immutable_property_of_another_type_is_no_reason_of_its_own_to_replace_the_source(
    source: Workspace,
) -> None:
    name = "include_schemas_in_destination_stream_name"
    await source.apply(**(CONFIG | {"properties": PROPERTIES | {name: "true"}}))
    other = CONFIG | {"type": "platform.hp-mysql", "properties": PROPERTIES | {name: "false"}}
    planned = await source.plan(**other)
    assert [str(path) for path in planned.requires_replace] == ["type"]
    assert "The source will be replaced" not in [each.summary for each in planned.diagnostics]


async def test_an_immutable_property_that_is_no_longer_declared_stays(
    source: Workspace, account: SimulatedAccount
) -> None:
    name = "include_schemas_in_destination_stream_name"
    await source.apply(**(CONFIG | {"properties": PROPERTIES | {name: "true"}}))
    assert (await source.plan(**CONFIG)).action == "update"
    assert await source.apply(**CONFIG) == ()
    assert (await in_stitch(account))["properties"][name] == "true"


async def test_an_immutable_property_that_was_never_set_is_set_in_place(source: Workspace) -> None:
    await source.apply(**CONFIG)
    change = {"properties": PROPERTIES | {"include_schemas_in_destination_stream_name": "true"}}
    assert (await source.plan(**(CONFIG | change))).action == "update"


async def test_a_deleted_source_is_gone(source: Workspace, account: SimulatedAccount) -> None:
    await source.apply(**CONFIG)
    await account.call("DELETE", f"/v4/sources/{source.state['id']}")  # type: ignore[index]
    await source.refresh()
    assert source.state is None


async def test_destroying_what_is_gone_already_succeeds(source: Workspace, account: SimulatedAccount) -> None:
    await source.apply(**CONFIG)
    await account.call("DELETE", f"/v4/sources/{source.state['id']}")  # type: ignore[index]
    assert await source.destroy() == ()
    assert source.state is None


@pytest.mark.parametrize("by_identity", [False, True])
async def test_an_imported_source_plans_empty_with_its_generated_configuration(
    source: Workspace, account: SimulatedAccount, *, by_identity: bool
) -> None:
    await source.apply(**(CONFIG | {"schedule": {"cron": CRON}, "paused": True}))
    created = await in_stitch(account)
    adopted = Workspace(account, "stitch_source")
    number = str(created["id"])
    chosen = {"identity": {"id": number, "client_id": None}} if by_identity else {"id": number}
    assert await adopted.import_state(**chosen) == ()  # type: ignore[arg-type]
    await adopted.refresh()
    config = await adopted.generated()
    assert (await adopted.plan(**config)).action == "nothing"
    assert adopted.state is not None
    assert adopted.state["properties"] == PROPERTIES
    assert adopted.state["schedule"] == {"frequency_minutes": None, "anchor_time": None, "cron": CRON}
    assert adopted.state["paused"] is True


async def test_importing_from_another_account_is_refused(source: Workspace, account: SimulatedAccount) -> None:
    await source.apply(**CONFIG)
    created = await in_stitch(account)
    adopted = Workspace(account, "stitch_source")
    (refused,) = await adopted.import_state(identity={"id": str(created["id"]), "client_id": "1"})
    assert "204417" in refused.detail
    assert adopted.state is None


@pytest.mark.parametrize("wanted", ["999999", "storefront"])
async def test_importing_what_is_not_there_says_so(source: Workspace, wanted: str) -> None:
    (refused,) = await source.import_state(wanted)
    assert refused.severity is Severity.ERROR
    assert source.state is None


async def test_a_refused_create_names_the_attribute(source: Workspace, account: SimulatedAccount) -> None:
    await source.apply(**CONFIG)
    assert source.state is not None
    second = Workspace(account, "stitch_source")
    (refused,) = await second.apply(**CONFIG)
    assert str(refused.path) == "display_name"
    assert "non-unique name" in refused.detail
    assert f"Source {source.state['id']} has this name." in refused.detail
    assert f'to = stitch_source.NAME\n    id = "{source.state["id"]}"' in refused.detail
    assert 'create source "Storefront"' in refused.summary
    assert second.state is None


async def test_a_name_that_cannot_be_that_of_a_schema_is_refused_with_the_rule(source: Workspace) -> None:
    (refused,) = await source.apply(**(CONFIG | {"display_name": "9 Lives"}))
    assert str(refused.path) == "display_name"
    assert "9_lives" in refused.detail
    assert "Change display_name. Stitch derives the name of the schema" in refused.detail
    assert "at most 49 characters" in refused.detail


async def test_the_id_is_saved_before_anything_else_can_go_wrong(source: Workspace, account: SimulatedAccount) -> None:
    def crash() -> None:
        raise ZeroDivisionError

    account.tripwire.ending, account.tripwire.act = "last-connection-check", crash
    config = CONFIG | {"connection_check": {"wait": True}}
    progress = apply.Progress()
    with pytest.raises(ZeroDivisionError):
        await source.carry_out(await source.plan(**config), progress, **config)
    assert progress.saved is not None
    state, private = progress.saved
    assert state.id == str((await in_stitch(account))["id"])
    assert private["names"] == ["password"]


async def test_a_source_whose_pause_fails_is_kept_with_a_warning(source: Workspace, account: SimulatedAccount) -> None:
    await account.call("POST", "/_simulator/faults", {"kind": "status", "method": "PUT", "status": 400, "count": 1})
    with source.breaking_invariants("it is not paused: the next apply tries again"):
        (warned,) = await source.apply(**(CONFIG | {"paused": True}))
    assert (str(warned.path), warned.severity) == ("paused", Severity.WARNING)
    created = await in_stitch(account)
    assert source.state is not None
    assert source.state["id"] == str(created["id"])
    await source.apply(**(CONFIG | {"paused": True}))
    assert (await in_stitch(account))["paused_at"]


@pytest.mark.parametrize(("on_failure", "severity"), [(None, Severity.ERROR), ("warn", Severity.WARNING)])
async def test_a_failed_check_is_what_the_user_says_and_the_source_is_kept(
    source: Workspace, account: SimulatedAccount, on_failure: str | None, severity: Severity
) -> None:
    wrong = {
        "credentials_wo": {"password": "wrong-password"},
        "connection_check": {"wait": True, "on_failure": on_failure},
    }
    failed, *_ = await source.apply(**(CONFIG | wrong))
    assert failed.severity is severity
    assert 'password authentication failed for user "stitch_reader"' in failed.detail
    assert source.state is not None
    created = await in_stitch(account)
    assert source.state["id"] == str(created["id"])
    assert created["report_card"]["current_step_type"] == "discover_schema"


async def test_a_check_that_is_repaired_succeeds(source: Workspace, account: SimulatedAccount) -> None:
    check = {"connection_check": {"wait": True}}
    await source.apply(**(CONFIG | check | {"credentials_wo": {"password": "wrong-password"}}))
    assert await source.apply(**(CONFIG | check)) == ()
    assert (await in_stitch(account))["report_card"]["current_step_type"] == "field_selection"


async def test_an_update_whose_check_failed_is_repaired_by_the_next(source: Workspace) -> None:
    checked = CONFIG | {"connection_check": {"wait": True}}
    await source.apply(**checked)
    assert source.state is not None
    created = source.state["id"]
    (failed,) = await source.apply(**(checked | {"credentials_wo": {"password": "wrong-password"}}))
    assert failed.severity is Severity.ERROR
    assert await source.apply(**checked) == ()
    assert source.state["id"] == created


async def test_discovery_that_ends_after_the_apply_is_no_drift() -> None:
    async with simulated(check_seconds=None) as account:
        source = Workspace(account, "stitch_source")
        assert await source.apply(**CONFIG) == ()
        assert (await in_stitch(account))["report_card"]["current_step_type"] == "field_selection"


async def test_a_change_that_makes_stitch_connect_again_waits_for_the_new_check(source: Workspace) -> None:
    checked = CONFIG | {"connection_check": {"wait": True}}
    assert await source.apply(**checked) == ()
    (failed,) = await source.apply(**(checked | {"credentials_wo": {"password": "wrong-password"}}))
    assert "password authentication failed" in failed.detail


@pytest.mark.parametrize("change", [{"display_name": "Shop"}, {"schedule": {"cron": CRON}}, {"paused": True}])
async def test_a_change_that_needs_no_new_connection_waits_for_no_check(
    source: Workspace, account: SimulatedAccount, change: dict[str, Any]
) -> None:
    checked = CONFIG | {"connection_check": {"wait": True}}
    await source.apply(**checked)
    await account.calls()
    assert await source.apply(**(checked | change)) == ()
    assert not [path for _, path in await account.calls() if path.endswith("last-connection-check")]


@in_virtual_time
async def test_a_check_that_takes_long_is_asked_for_at_growing_intervals() -> None:
    async with simulated(check_seconds=None) as account:
        source = Workspace(account, "stitch_source")
        asked: list[float] = []

        def note() -> None:
            asked.append(now())
            assert len(asked) < 100, "asked without a pause"

        async def end_checks_later() -> None:
            await asyncio.sleep(60)
            await account.call("POST", "/_simulator/checks", {})

        account.tripwire.ending, account.tripwire.act = "last-connection-check", note
        began, ending = now(), asyncio.create_task(end_checks_later())
        assert await source.apply(**(CONFIG | {"connection_check": {"wait": True}})) == ()
        await ending
        assert 60 <= now() - began <= 65
        pauses = [later - earlier for earlier, later in pairwise(asked)]
        assert max(pauses[:2]) < 1
        assert all(later > earlier - 0.1 for earlier, later in pairwise(pauses))
        assert pauses[-1] == pytest.approx(5, abs=0.1)


async def test_a_check_that_takes_time_is_waited_for() -> None:
    async with simulated(check_seconds=0.1) as account:
        source = Workspace(account, "stitch_source")
        assert await source.apply(**(CONFIG | {"wait_for": "discover_schema"})) == ()
        assert (await in_stitch(account))["report_card"]["current_step_type"] == "field_selection"


@in_virtual_time
async def test_a_wait_that_takes_too_long_keeps_the_source() -> None:
    async with simulated(check_seconds=None) as account:
        source = Workspace(account, "stitch_source")
        slow = {"wait_for": "field_selection", "timeouts": {"create": "30s"}}
        late, _ = await source.apply(**(CONFIG | slow))
        assert late.severity is Severity.ERROR
        assert "discover_schema" in late.detail
        assert "timeouts" in late.detail
        assert source.state is not None
        assert source.state["id"]


async def test_a_wait_ends_at_once_when_terraform_asks_to_stop() -> None:
    async with simulated(check_seconds=None) as account:
        source = Workspace(account, "stitch_source")
        config = CONFIG | {"connection_check": {"wait": True}}

        def stop() -> None:
            account.session.stop.set()  # the event of the command that runs then

        account.tripwire.ending, account.tripwire.act = "last-connection-check", stop
        with source.breaking_invariants("the check has yet to succeed"):
            (stopped,) = await source.apply(**config)
        assert stopped.severity is Severity.WARNING
        assert "was stopped" in stopped.detail
        assert source.state is not None
        assert source.state["id"]


async def test_a_source_that_a_person_must_authorize_is_created_with_a_warning(source: Workspace) -> None:
    (warned,) = await source.apply(**HUBSPOT)
    assert warned.severity is Severity.WARNING
    assert "oauth" in warned.detail
    assert "https://app.stitchdata.com" in warned.detail
    await source.refresh()
    assert (await source.plan(**HUBSPOT)).action == "nothing"


async def test_with_its_oauth_properties_a_source_needs_nobody(source: Workspace) -> None:
    names = ("client_id", "client_secret", "redirect_uri", "refresh_token")
    assert await source.apply(**(HUBSPOT | {"credentials_wo": dict.fromkeys(names, "https://made.up.example")})) == ()


@pytest.mark.parametrize(
    "waits", [{"wait_for": "discover_schema"}, {"wait_for": "fully_configured"}, {"connection_check": {"wait": True}}]
)
async def test_nothing_waits_for_a_person(source: Workspace, waits: dict[str, Any]) -> None:
    (warned,) = await source.apply(**(HUBSPOT | waits))
    assert warned.severity is Severity.WARNING
    assert "authorize" in warned.detail


async def test_nothing_waits_for_a_selection_that_comes_later(source: Workspace) -> None:
    (warned,) = await source.apply(**(CONFIG | {"wait_for": "fully_configured"}))
    assert (str(warned.path), warned.severity) == ("wait_for", Severity.WARNING)
    assert "field_selection" in warned.detail


async def test_a_type_that_is_never_checked_is_not_waited_for(source: Workspace) -> None:
    feed = {"type": "import_api", "display_name": "Orders Feed", "connection_check": {"wait": True}}
    assert await source.apply(**feed, wait_for="fully_configured") == ()


async def test_cron_that_the_plan_does_not_include_is_refused_at_its_attribute() -> None:
    async with simulated(plan="standard") as account:
        source = Workspace(account, "stitch_source")
        (refused,) = await source.apply(**(CONFIG | {"schedule": {"cron": CRON}}))
        assert str(refused.path) == "schedule.cron"


async def test_an_update_that_is_refused_keeps_what_was(source: Workspace, account: SimulatedAccount) -> None:
    await source.apply(**CONFIG)
    before = source.state
    body = {"error": "InvalidDisplayName", "data": {"message": "invalid display_name (Shop)"}}
    fault = {"kind": "status", "method": "PUT", "status": 400, "body": body, "count": 1}
    await account.call("POST", "/_simulator/faults", fault)
    (refused,) = await source.apply(**(CONFIG | {"display_name": "Shop"}))
    assert str(refused.path) == "display_name"
    assert source.state == before
