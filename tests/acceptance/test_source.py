"""The lifecycle of `stitch_source` with real Terraform."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from engines.terraform import Terraform

ADDRESS = "stitch_source.storefront"

PROPERTIES = {
    "host": "storefront.acme.example",
    "port": "5432",
    "user": "stitch_reader",
    "dbname": "storefront",
    "ssl": "true",
}
CREDENTIALS = 'credentials_wo = { password = "secret-1" }\n'


def source(
    *,
    kind: str = "platform.hp-postgres",
    display_name: str = "Storefront",
    properties: dict[str, str] = PROPERTIES,
    rest: str = CREDENTIALS,
) -> str:
    settings = "\n".join(f'    {key} = "{value}"' for key, value in properties.items())
    return f"""
resource "stitch_source" "storefront" {{
  type         = "{kind}"
  display_name = "{display_name}"
  properties = {{
{settings}
  }}
  {rest}
}}
"""


@pytest.mark.every_engine
def test_it_is_created_and_destroyed(terraform: Terraform) -> None:
    terraform.write(source())
    assert terraform.actions() == {ADDRESS: "create"}
    terraform.apply()

    (created,) = terraform.account.sources()
    assert (created["type"], created["display_name"]) == ("platform.hp-postgres", "Storefront")
    assert PROPERTIES.items() <= created["properties"].items()
    state = terraform.state()[ADDRESS]
    assert state["id"] == str(created["id"])
    assert state["name"] == created["name"] == "storefront"
    assert state["paused"] is False
    assert state["properties"] == PROPERTIES
    assert state["effective_properties"]
    assert not PROPERTIES.keys() & state["effective_properties"].keys()

    terraform.expect_no_changes()
    terraform.destroy()
    assert terraform.account.sources() == []


def test_each_attribute_is_updated_in_place(terraform: Terraform) -> None:
    terraform.write(source())
    terraform.apply()
    (created,) = terraform.account.sources()

    half_hourly = CREDENTIALS + "  schedule = { frequency_minutes = 30 }"
    anchored = CREDENTIALS + '  schedule = { frequency_minutes = 360, anchor_time = "2024-05-14T09:30:00Z" }'
    cron = CREDENTIALS + '  schedule = { cron = "0 0 12 ? * MON-FRI" }'
    for change, shown in (
        (source(display_name="Shop"), {"display_name": "Shop", "name": "storefront"}),
        (source(properties=PROPERTIES | {"port": "5433"}), {"port": "5433"}),
        (source(properties=PROPERTIES | {"ssh_host": "bastion.acme.example"}), {"ssh_host": "bastion.acme.example"}),
        (source(properties=PROPERTIES), {"ssh_host": None}),
        (source(rest=half_hourly), {"frequency_in_minutes": "30"}),
        (source(rest=anchored), {"frequency_in_minutes": "360", "anchor_time": "2024-05-14T09:30:00Z"}),
        (source(rest=cron), {"cron_expression": "0 0 12 ? * MON-FRI"}),
        (source(rest=half_hourly), {"frequency_in_minutes": "30", "cron_expression": None}),
    ):
        terraform.write(change)
        assert terraform.actions() == {ADDRESS: "update"}, change
        terraform.apply()
        (updated,) = terraform.account.sources()
        assert updated["id"] == created["id"]
        together = updated | updated["properties"]
        assert {name: together.get(name) for name in shown} == shown
    terraform.expect_no_changes()


def test_a_schedule_changes_its_form_and_stays_when_it_is_removed(terraform: Terraform) -> None:
    terraform.write(source())
    change = terraform.planned(ADDRESS)
    assert change["after_unknown"]["schedule"] is True
    terraform.apply()
    terraform.expect_no_changes()
    assert terraform.state()[ADDRESS]["schedule"] == {"frequency_minutes": 60, "anchor_time": None, "cron": None}

    anchored = '  schedule = { frequency_minutes = 360, anchor_time = "2024-05-14T09:30:00Z" }'
    for schedule, shown in (
        (anchored, {"frequency_in_minutes": "360", "anchor_time": "2024-05-14T09:30:00Z", "cron_expression": None}),
        ('  schedule = { cron = "0 0 12 ? * TUE-THUR" }', {"cron_expression": "0 0 12 ? * TUE-THUR"}),
        (
            "  schedule = { frequency_minutes = 30 }",
            {"frequency_in_minutes": "30", "anchor_time": None, "cron_expression": None},
        ),
        ("", {"frequency_in_minutes": "30"}),
    ):
        terraform.write(source(rest=CREDENTIALS + schedule))
        if schedule:
            terraform.apply()
        terraform.expect_no_changes()
        properties = terraform.account.sources()[0]["properties"]
        assert {name: properties.get(name) for name in shown} == shown


def test_a_source_with_old_values_is_imported_with_a_configuration_that_is_valid(
    terraform: Terraform, another: Callable[[str], Terraform]
) -> None:
    old = {"frequency_in_minutes": "45", "anchor_time": "2018-05-14T09:30:00+02:00", "ssh_host": ""}
    seed = {"type": "platform.hp-postgres", "display_name": "Storefront", "properties": PROPERTIES | old}
    (number,) = terraform.account.administer("POST", "/seed", {"sources": [seed]})["sources"]
    terraform.import_generated(ADDRESS, f'id = "{number}"')
    assert len(terraform.warnings("validate")) == len(old)
    before = terraform.account.sources()[0]

    bare = another("bare")
    bare.write(
        source(properties=PROPERTIES | {"ssh_host": ""}, rest="")
        + f'import {{\n  to = {ADDRESS}\n  id = "{number}"\n}}\n'
    )
    assert bare.actions() == {ADDRESS: "import"}
    bare.apply()
    bare.expect_no_changes()
    assert terraform.account.sources()[0] == before


def test_a_source_is_paused_and_resumed(terraform: Terraform) -> None:
    terraform.write(source(rest=CREDENTIALS + "  paused = true"))
    terraform.apply()
    assert terraform.account.sources()[0]["paused_at"]
    terraform.expect_no_changes()
    terraform.write(source(rest=CREDENTIALS + "  paused = false"))
    assert terraform.actions() == {ADDRESS: "update"}
    terraform.apply()
    assert terraform.account.sources()[0]["paused_at"] is None
    terraform.expect_no_changes()


def test_drift_of_each_readable_attribute_is_found_and_repaired(terraform: Terraform) -> None:
    terraform.write(source(rest=CREDENTIALS + "  schedule = { frequency_minutes = 60 }"))
    terraform.apply()
    (created,) = terraform.account.sources()
    drifted = {"host": "elsewhere.acme.example", "port": "1", "user": "x", "dbname": "y", "ssl": "false"}
    terraform.account.call(
        "PUT",
        f"/v4/sources/{created['id']}",
        {
            "display_name": "Renamed",
            "paused_at": "2024-06-01T00:00:00Z",
            "properties": drifted | {"frequency_in_minutes": "1440"},
        },
    )

    change = terraform.planned(ADDRESS)
    assert change["actions"] == ["update"]
    assert change["before"]["display_name"] == "Renamed"
    assert change["before"]["paused"] is True
    assert change["before"]["schedule"]["frequency_minutes"] == 1440
    assert change["before"]["properties"] == PROPERTIES | drifted
    assert change["after"]["properties"] == PROPERTIES
    assert change["after"]["paused"] is False

    terraform.apply()
    (repaired,) = terraform.account.sources()
    assert (repaired["display_name"], repaired["paused_at"]) == ("Storefront", None)
    assert PROPERTIES.items() <= repaired["properties"].items()
    assert repaired["properties"]["frequency_in_minutes"] == "60"
    terraform.expect_no_changes()


def test_only_declared_settings_are_compared(terraform: Terraform) -> None:
    terraform.write(source())
    terraform.apply()
    (created,) = terraform.account.sources()
    terraform.account.call(
        "PUT", f"/v4/sources/{created['id']}", {"properties": {"frequency_in_minutes": "1440", "ssh_port": "22"}}
    )
    terraform.expect_no_changes()


def test_an_object_that_was_deleted_outside_terraform_is_created_again(terraform: Terraform) -> None:
    terraform.write(source())
    terraform.apply()
    (created,) = terraform.account.sources()
    terraform.account.call("DELETE", f"/v4/sources/{created['id']}")

    assert terraform.actions() == {ADDRESS: "create"}
    terraform.apply()
    (again,) = terraform.account.sources()
    assert again["id"] != created["id"]
    terraform.expect_no_changes()


def test_destroying_an_object_that_does_not_exist_any_more_succeeds(terraform: Terraform) -> None:
    terraform.write(source())
    terraform.apply()
    (created,) = terraform.account.sources()
    terraform.account.call("DELETE", f"/v4/sources/{created['id']}")
    terraform.destroy("-refresh=false")


def test_another_type_replaces_it(terraform: Terraform) -> None:
    terraform.write(source())
    terraform.apply()
    github = {"repository": "acme/widgets", "start_date": "2024-01-01T00:00:00Z"}
    terraform.write(
        source(kind="platform.github", properties=github, rest='credentials_wo = { access_token = "secret-2" }')
    )
    assert terraform.actions() == {ADDRESS: "replace"}
    terraform.apply()
    (replaced,) = terraform.account.sources()
    assert replaced["type"] == "platform.github"
    terraform.expect_no_changes()


def test_a_change_of_an_immutable_property_replaces_it_with_a_warning(terraform: Terraform) -> None:
    name = "include_schemas_in_destination_stream_name"
    terraform.write(source(properties=PROPERTIES | {name: "true"}))
    terraform.apply()
    terraform.write(source(properties=PROPERTIES | {name: "false"}))
    assert terraform.actions() == {ADDRESS: "replace"}
    (warning,) = terraform.warnings("plan")
    assert "replicates all data again" in warning["detail"]
    terraform.apply()
    terraform.expect_no_changes()


def test_credentials_that_change_are_sent_again(terraform: Terraform) -> None:
    terraform.write(source())
    terraform.apply()
    terraform.expect_no_changes()
    terraform.write(source(rest='credentials_wo = { password = "secret-2" }'))
    assert terraform.actions() == {ADDRESS: "update"}
    terraform.apply()
    terraform.expect_no_changes()
    log = terraform.account.administer("GET", "/requests")
    assert sum(entry["method"] == "PUT" and "password" in str(entry.get("body")) for entry in log) == 1


def test_credentials_in_state_are_compared_with_the_configuration(terraform: Terraform) -> None:
    terraform.write(source(rest='credentials = { password = "secret-1" }'))
    terraform.apply()
    terraform.expect_no_changes()
    terraform.write(source(rest='credentials = { password = "secret-2" }'))
    assert terraform.actions() == {ADDRESS: "update"}
    terraform.apply()
    terraform.expect_no_changes()


def test_a_source_without_its_authorization_is_created_with_a_warning(terraform: Terraform) -> None:
    hubspot = {"start_date": "2024-01-01T00:00:00Z"}
    terraform.write(source(kind="platform.hubspot", properties=hubspot, rest=""))
    details = {warning["detail"] for warning in terraform.warnings("apply", "-auto-approve")}
    assert any("authorize" in detail for detail in details), details
    (created,) = terraform.account.sources()
    assert created["report_card"]["current_step_type"] == "oauth"
    terraform.expect_no_changes()


def test_a_failed_connection_check_is_an_error_that_keeps_the_source(terraform: Terraform) -> None:
    unreachable = PROPERTIES | {"host": "unreachable.example"}
    checked = CREDENTIALS + "  connection_check = { wait = true }"
    terraform.write(source(properties=unreachable, rest=checked))
    (error,) = terraform.errors("apply", "-auto-approve")
    assert "unreachable.example" in error["detail"]
    (created,) = terraform.account.sources()

    terraform.write(source(rest=checked))
    terraform.apply()
    assert len(terraform.account.sources()) == 1
    terraform.expect_no_changes()
    assert created["display_name"] == "Storefront"


def test_a_failed_connection_check_is_a_warning_on_request(terraform: Terraform) -> None:
    lenient = CREDENTIALS + '  connection_check = {\n    wait = true\n    on_failure = "warn"\n  }'
    terraform.write(source(properties=PROPERTIES | {"host": "unreachable.example"}, rest=lenient))
    (warning,) = terraform.warnings("apply", "-auto-approve")
    assert "unreachable.example" in warning["detail"]
    terraform.expect_no_changes()


def test_the_configured_destination_is_compared_and_sent(terraform: Terraform) -> None:
    def warehouse(name: str) -> str:
        return f"""
resource "stitch_destination" "{name}" {{
  type = "postgres"
  name = "{name}"
  properties = {{
    host = "{name}.acme.example"
    port = "5432"
    database = "analytics"
    username = "stitch_loader"
    ssl = "true"
    encryption_type = "none"
  }}
  credentials_wo = {{ password = "secret-1" }}
}}
"""

    both = warehouse("one") + warehouse("other")
    terraform.write(both + source(rest=CREDENTIALS + "  destination_id = stitch_destination.one.id"))
    terraform.apply()
    state = terraform.state()
    one, other = (state[f"stitch_destination.{name}"]["id"] for name in ("one", "other"))
    path = f"/v4/sources/{state[ADDRESS]['id']}"
    terraform.account.call("PUT", path, {"destination_id": int(other)})
    change = terraform.planned(ADDRESS)
    assert (change["before"]["destination_id"], change["after"]["destination_id"]) == (other, one)
    terraform.apply()
    assert terraform.account.call("GET", path)["mapped_destination_ids"] == [int(one)]
    terraform.write(both + source(rest=CREDENTIALS + "  destination_id = stitch_destination.other.id"))
    assert terraform.actions() == {ADDRESS: "update"}
    terraform.apply()
    assert terraform.account.call("GET", path)["mapped_destination_ids"] == [int(other)]

    terraform.write(both + source(rest=CREDENTIALS))
    terraform.expect_no_changes()
    terraform.account.administer("PATCH", "/switches", {"mapped_destination_ids": "absent"})
    terraform.expect_no_changes()
    assert terraform.state()[ADDRESS]["destination_id"] == other


def test_the_apply_waits_for_a_step_on_request(terraform: Terraform) -> None:
    terraform.write(source(rest=CREDENTIALS + '  wait_for = "discover_schema"\n  connection_check = { wait = true }'))
    terraform.apply()
    (created,) = terraform.account.sources()
    assert created["report_card"]["current_step_type"] == "field_selection"
    terraform.expect_no_changes()


@pytest.mark.every_engine
def test_it_is_imported_by_id(terraform: Terraform, another: Callable[[str], Terraform]) -> None:
    terraform.write(source(rest=CREDENTIALS + "  schedule = { frequency_minutes = 60 }"))
    terraform.apply()
    (created,) = terraform.account.sources()

    adopter = another("adopter")
    adopter.write(source(rest="schedule = { frequency_minutes = 60 }"))
    adopter.run("import", ADDRESS, str(created["id"]))
    adopter.expect_no_changes()


def test_it_is_imported_by_identity(terraform: Terraform, another: Callable[[str], Terraform]) -> None:
    terraform.write(source(rest=CREDENTIALS + "  schedule = { frequency_minutes = 60 }"))
    terraform.apply()
    (created,) = terraform.account.sources()

    adopter = another("adopter")
    adopter.write(
        source(rest="schedule = { frequency_minutes = 60 }")
        + f'import {{\n  to = {ADDRESS}\n  identity = {{ id = "{created["id"]}" }}\n}}\n'
    )
    adopter.apply()
    adopter.expect_no_changes()
    assert adopter.state()[ADDRESS]["id"] == str(created["id"])


def test_the_plan_of_a_configuration_generated_from_an_import_is_empty(
    terraform: Terraform, another: Callable[[str], Terraform]
) -> None:
    terraform.account.administer("POST", "/seed", {"destinations": [{"type": "snowflake", "id": 581220}]})
    terraform.write(source(rest=CREDENTIALS + '  schedule = { cron = "0 0 12 ? * MON-FRI" }\n  paused = true'))
    terraform.apply()
    (created,) = terraform.account.sources()

    adopter = another("adopter")
    adopter.import_generated(ADDRESS, f'id = "{created["id"]}"')
    generated = (adopter.workspace.directory / "generated.tf").read_text()
    assert re.search(r'destination_id += "581220"', generated)


def test_importing_a_deleted_source_is_an_error(terraform: Terraform) -> None:
    terraform.write(source())
    terraform.apply()
    (created,) = terraform.account.sources()
    terraform.destroy()
    run = terraform.run("import", "-no-color", ADDRESS, str(created["id"]), expect=1)
    assert str(created["id"]) in run.output
