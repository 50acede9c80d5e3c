"""The lifecycle of `stitch_destination` with real Terraform."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from engines.terraform import Terraform

ADDRESS = "stitch_destination.warehouse"

PROPERTIES = {
    "host": "warehouse.acme.example",
    "port": "5432",
    "database": "analytics",
    "username": "stitch_loader",
    "ssl": "true",
    "encryption_type": "none",
}


def destination(
    *,
    kind: str = "postgres",
    name: str | None = "Analytics",
    description: str | None = "Reporting",
    properties: dict[str, str] = PROPERTIES,
    rest: str = 'credentials_wo = { password = "secret-1" }',
) -> str:
    settings = "\n".join(f'    {key} = "{value}"' for key, value in properties.items())
    naming = (f'  name = "{name}"\n' if name else "") + (f'  description = "{description}"\n' if description else "")
    return f"""
resource "stitch_destination" "warehouse" {{
  type = "{kind}"
{naming}
  properties = {{
{settings}
  }}
  {rest}
}}
"""


def in_stitch(terraform: Terraform) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = terraform.account.call("GET", "/v4/destinations")
    return found


@pytest.mark.every_engine
def test_it_is_created_and_destroyed(terraform: Terraform) -> None:
    terraform.write(destination())
    assert terraform.actions() == {ADDRESS: "create"}
    terraform.apply()

    (created,) = in_stitch(terraform)
    assert (created["type"], created["name"], created["description"]) == ("postgres", "Analytics", "Reporting")
    assert PROPERTIES.items() <= created["properties"].items()
    assert created["report_card"]["current_step_type"] == "fully_configured"
    state = terraform.state()[ADDRESS]
    assert state["id"] == str(created["id"])
    assert state["stitch_client_id"] == str(created["stitch_client_id"])
    assert state["created_at"] == created["created_at"]
    assert state["properties"] == PROPERTIES
    assert not PROPERTIES.keys() & state["effective_properties"].keys()

    terraform.expect_no_changes()
    terraform.destroy()
    assert in_stitch(terraform) == []


def test_each_attribute_is_updated_in_place(terraform: Terraform) -> None:
    terraform.write(destination())
    terraform.apply()
    (created,) = in_stitch(terraform)

    for change, shown in (
        (destination(name="Warehouse"), {"name": "Warehouse"}),
        (destination(description="For everyone"), {"description": "For everyone"}),
        (destination(properties=PROPERTIES | {"port": "5433"}), {"port": "5433"}),
        (destination(properties=PROPERTIES | {"ssl": "false"}), {"ssl": "false"}),
        (destination(properties=PROPERTIES | {"encryption_port": "22"}), {"encryption_port": "22"}),
        (destination(properties=PROPERTIES), {"encryption_port": None}),
    ):
        terraform.write(change)
        assert terraform.actions() == {ADDRESS: "update"}
        terraform.apply()
        (updated,) = in_stitch(terraform)
        assert updated["id"] == created["id"]
        together = updated | updated["properties"]
        assert {name: together.get(name) for name in shown} == shown
    terraform.expect_no_changes()


def test_drift_of_each_readable_attribute_is_found_and_repaired(terraform: Terraform) -> None:
    terraform.write(destination())
    terraform.apply()
    (created,) = in_stitch(terraform)
    drifted = {"host": "elsewhere.acme.example", "port": "1", "database": "x", "username": "y", "ssl": "false"}
    terraform.account.call(
        "PUT",
        f"/v4/destinations/{created['id']}",
        {"name": "Renamed", "description": "Somebody was here", "properties": drifted},
    )

    change = terraform.planned(ADDRESS)
    assert change["actions"] == ["update"]
    assert change["before"]["name"] == "Renamed"
    assert change["before"]["description"] == "Somebody was here"
    assert change["before"]["properties"] == PROPERTIES | drifted
    assert change["after"]["properties"] == PROPERTIES

    terraform.apply()
    (repaired,) = in_stitch(terraform)
    assert (repaired["name"], repaired["description"]) == ("Analytics", "Reporting")
    assert PROPERTIES.items() <= repaired["properties"].items()
    terraform.expect_no_changes()


def test_only_declared_settings_are_compared(terraform: Terraform) -> None:
    terraform.write(destination())
    terraform.apply()
    (created,) = in_stitch(terraform)
    terraform.write(destination(name=None, description=None))
    terraform.expect_no_changes()
    terraform.account.call(
        "PUT",
        f"/v4/destinations/{created['id']}",
        {"name": "Named elsewhere", "properties": {"encryption_port": "22"}},
    )
    terraform.expect_no_changes()


def test_an_object_that_was_deleted_outside_terraform_is_created_again(terraform: Terraform) -> None:
    terraform.write(destination())
    terraform.apply()
    (created,) = in_stitch(terraform)
    terraform.account.call("DELETE", f"/v4/destinations/{created['id']}")

    assert terraform.actions() == {ADDRESS: "create"}
    terraform.apply()
    (again,) = in_stitch(terraform)
    assert again["id"] != created["id"]
    terraform.expect_no_changes()


def test_destroying_an_object_that_does_not_exist_any_more_succeeds(terraform: Terraform) -> None:
    terraform.write(destination())
    terraform.apply()
    (created,) = in_stitch(terraform)
    terraform.account.call("DELETE", f"/v4/destinations/{created['id']}")
    terraform.destroy("-refresh=false")


def test_another_type_replaces_it(terraform: Terraform) -> None:
    terraform.write(destination())
    terraform.apply()
    snowflake = {"host": "acme.example", "port": "443", "database": "RAW", "warehouse": "LOADING"}
    terraform.write(
        destination(
            kind="snowflake",
            properties=snowflake,
            rest='credentials_wo = { username = "STITCH", password = "secret-2" }',
        )
    )
    assert terraform.actions() == {ADDRESS: "replace"}
    terraform.apply()
    (replaced,) = in_stitch(terraform)
    assert replaced["type"] == "snowflake"
    terraform.expect_no_changes()


def test_a_change_of_an_immutable_property_replaces_it_with_a_warning(terraform: Terraform) -> None:
    url = "https://acme.example"
    key = {"type": "service_account", "project_id": "acme", "private_key_id": "1", "private_key": "secret"}
    key |= {"client_email": "a@acme.example", "client_id": "1", "auth_uri": url, "token_uri": url}
    key |= {"auth_provider_x509_cert_url": url, "client_x509_cert_url": url}
    credentials = f"credentials_wo = {{ service_account_credentials = jsonencode({json.dumps(key)}) }}"
    settings = {"cloud_storage_location": "US", "loading_mode": "UPSERT"}
    terraform.write(destination(kind="bigquery_v2", properties=settings, rest=credentials))
    terraform.apply()
    terraform.write(
        destination(kind="bigquery_v2", properties=settings | {"loading_mode": "APPEND_ONLY"}, rest=credentials)
    )
    assert terraform.actions() == {ADDRESS: "replace"}
    assert terraform.warnings("plan")


def test_credentials_that_change_are_sent_again(terraform: Terraform) -> None:
    def sent() -> int:
        log = terraform.account.administer("GET", "/requests")
        return sum(entry["method"] == "PUT" and "password" in str(entry.get("body")) for entry in log)

    terraform.write(destination())
    terraform.apply()
    terraform.expect_no_changes()
    terraform.write(destination(rest='credentials_wo = { password = "secret-2" }'))
    assert terraform.actions() == {ADDRESS: "update"}
    terraform.apply()
    assert sent() == 1
    terraform.expect_no_changes()


def test_with_a_version_write_only_credentials_are_sent_only_when_that_changes(terraform: Terraform) -> None:
    with_version = 'credentials_wo = {{ password = "{}" }}\n  credentials_wo_version = {}'
    terraform.write(destination(rest=with_version.format("secret-1", 1)))
    terraform.apply()
    terraform.write(destination(rest=with_version.format("secret-2", 1)))
    terraform.expect_no_changes()
    terraform.write(destination(rest=with_version.format("secret-2", 2)))
    assert terraform.actions() == {ADDRESS: "update"}
    terraform.apply()
    terraform.expect_no_changes()


def test_credentials_in_state_are_compared_with_the_configuration(terraform: Terraform) -> None:
    terraform.write(destination(rest='credentials = { password = "secret-1" }'))
    terraform.apply()
    terraform.expect_no_changes()
    terraform.write(destination(rest='credentials = { password = "secret-2" }'))
    assert terraform.actions() == {ADDRESS: "update"}
    terraform.apply()
    terraform.expect_no_changes()


def test_a_failed_connection_check_fails_the_apply_on_request(terraform: Terraform) -> None:
    terraform.write(
        destination(rest='credentials_wo = { password = "secret-1" }\n  connection_check = { wait = true }')
    )
    terraform.apply()
    terraform.expect_no_changes()


def test_attributes_that_only_a_create_uses_cause_no_change(terraform: Terraform) -> None:
    waits = """credentials_wo = { password = "secret-1" }
  ignore_unmapped_sources = true
  timeouts = { create = "5m", update = "5m", delete = "5m" }"""
    terraform.write(destination(rest=waits))
    terraform.apply()
    terraform.expect_no_changes()


@pytest.mark.every_engine
def test_it_is_imported_by_id(terraform: Terraform, another: Callable[[str], Terraform]) -> None:
    terraform.write(destination())
    terraform.apply()
    (created,) = in_stitch(terraform)

    adopter = another("adopter")
    adopter.write(destination(rest=""))
    adopter.run("import", ADDRESS, str(created["id"]))
    adopter.expect_no_changes()


def test_it_is_imported_by_identity(terraform: Terraform, another: Callable[[str], Terraform]) -> None:
    terraform.write(destination())
    terraform.apply()
    (created,) = in_stitch(terraform)

    adopter = another("adopter")
    adopter.write(
        destination(rest="") + f'import {{\n  to = {ADDRESS}\n  identity = {{ id = "{created["id"]}" }}\n}}\n'
    )
    adopter.apply()
    adopter.expect_no_changes()
    assert adopter.state()[ADDRESS]["id"] == str(created["id"])


def test_the_plan_of_a_configuration_generated_from_an_import_is_empty(
    terraform: Terraform, another: Callable[[str], Terraform]
) -> None:
    terraform.write(destination())
    terraform.apply()
    (created,) = in_stitch(terraform)

    adopter = another("adopter")
    adopter.import_generated(ADDRESS, f'id = "{created["id"]}"')


def test_importing_an_object_that_does_not_exist_is_an_error(terraform: Terraform) -> None:
    terraform.write(destination(rest=""))
    run = terraform.run("import", "-no-color", ADDRESS, "999999", expect=1)
    assert "999999" in run.output
