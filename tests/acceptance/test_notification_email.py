"""The lifecycle of `stitch_notification_email` with real Terraform."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from engines.terraform import Terraform

ADDRESS = "stitch_notification_email.team"
EMAILS = "/notifications/public/v1/api/custom-emails"


def email(address: str = "team@acme.example", rest: str = "") -> str:
    return f'resource "stitch_notification_email" "team" {{\n  email_address = "{address}"\n  {rest}\n}}\n'


def in_stitch(terraform: Terraform) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = terraform.account.call("GET", EMAILS)
    return found


@pytest.mark.every_engine
def test_it_is_created_and_destroyed(terraform: Terraform) -> None:
    terraform.write(email())
    assert terraform.actions() == {ADDRESS: "create"}
    terraform.apply()
    (created,) = in_stitch(terraform)
    assert terraform.state()[ADDRESS] == {
        "id": str(created["id"]),
        "email_address": "team@acme.example",
        "enabled": True,
        "stitch_client_id": str(created["client_id"]),
        "created_at": created["created_at"],
    }
    terraform.expect_no_changes()
    terraform.destroy()
    assert in_stitch(terraform) == []


def test_is_enabled_and_disabled_in_place_and_drift_is_repaired(terraform: Terraform) -> None:
    terraform.write(email())
    terraform.apply()
    (created,) = in_stitch(terraform)
    terraform.write(email(rest="enabled = false"))
    assert terraform.changed(ADDRESS) == {"enabled"}
    terraform.apply()
    (disabled,) = in_stitch(terraform)
    assert (disabled["id"], disabled["disabled_at"] is None) == (created["id"], False)
    terraform.expect_no_changes()

    terraform.account.call("PUT", f"{EMAILS}/{created['id']}", {"disabled_at": None})
    assert terraform.actions() == {ADDRESS: "update"}
    terraform.apply()
    assert in_stitch(terraform)[0]["disabled_at"] is not None
    terraform.expect_no_changes()


def test_another_address_replaces_it(terraform: Terraform) -> None:
    terraform.write(email())
    terraform.apply()
    terraform.write(email("data@acme.example"))
    assert terraform.actions() == {ADDRESS: "replace"}
    terraform.apply()
    assert [each["email_address"] for each in in_stitch(terraform)] == ["data@acme.example"]
    terraform.expect_no_changes()


def test_one_that_was_deleted_outside_of_terraform_is_created_again(terraform: Terraform) -> None:
    terraform.write(email())
    terraform.apply()
    terraform.account.call("DELETE", f"{EMAILS}/{in_stitch(terraform)[0]['id']}")
    assert terraform.actions() == {ADDRESS: "create"}
    terraform.apply()
    terraform.expect_no_changes()
    terraform.account.call("DELETE", f"{EMAILS}/{in_stitch(terraform)[0]['id']}")
    terraform.destroy("-refresh=false")


def test_an_account_has_ten_at_most(terraform: Terraform) -> None:
    many = """
resource "stitch_notification_email" "all" {
  count         = 10
  email_address = "${count.index}@acme.example"
}
"""
    terraform.write(many)
    terraform.apply()
    assert len(in_stitch(terraform)) == 10
    terraform.expect_no_changes()
    terraform.write(many + email())
    (error,) = terraform.errors("apply", "-auto-approve")
    assert "10 custom notification email addresses" in error["detail"]
    terraform.destroy()
    assert in_stitch(terraform) == []


@pytest.mark.every_engine
def test_it_is_imported_by_id(terraform: Terraform, another: Callable[[str], Terraform]) -> None:
    terraform.write(email(rest="enabled = false"))
    terraform.apply()
    adopter = another("adopter")
    adopter.write(email(rest="enabled = false"))
    adopter.run("import", ADDRESS, str(in_stitch(terraform)[0]["id"]))
    adopter.expect_no_changes()


def test_it_is_imported_by_identity_into_a_generated_configuration(
    terraform: Terraform, another: Callable[[str], Terraform]
) -> None:
    terraform.write(email(rest="enabled = false"))
    terraform.apply()
    adopter = another("adopter")
    identity = f'{{ id = "{in_stitch(terraform)[0]["id"]}" }}'
    adopter.import_generated(ADDRESS, f"identity = {identity}")


def test_a_query_finds_those_that_pass_its_filters(terraform: Terraform, another: Callable[[str], Terraform]) -> None:
    terraform.write(email())
    terraform.apply()
    terraform.account.call("POST", EMAILS, {"email_address": "other@acme.example"})
    silent = terraform.account.call("POST", EMAILS, {"email_address": "silent@acme.example"})
    terraform.account.call("PUT", f"{EMAILS}/{silent['id']}", {"disabled_at": "2024-05-14T09:30:00Z"})
    adopter = another("adopter")
    adopter.write("")
    adopter.workspace.write(
        'list "stitch_notification_email" "in_use" {\n  provider = stitch\n  config {\n    enabled = true\n  }\n}\n',
        "emails.tfquery.hcl",
    )
    adopter.run("query", "-generate-config-out=generated.tf")
    assert sorted(adopter.actions().values()) == ["import", "import"]
    adopter.apply()
    adopter.expect_no_changes()


def test_the_data_source_filters(terraform: Terraform) -> None:
    query = """
data "stitch_notification_emails" "silent" {
  enabled    = false
  depends_on = [stitch_notification_email.team]
}

output "silent" {
  value = data.stitch_notification_emails.silent.emails[*].email_address
}
"""
    terraform.account.call("POST", EMAILS, {"email_address": "other@acme.example"})
    terraform.write(email(rest="enabled = false") + query)
    terraform.apply()
    assert terraform.outputs() == {"silent": ["team@acme.example"]}
    terraform.expect_no_changes()


def test_a_plan_of_the_account_that_does_not_include_them_is_named(terraform: Terraform) -> None:
    terraform.account.administer("PATCH", "/switches", {"custom_emails": False})
    terraform.write(email())
    (error,) = terraform.errors("apply", "-auto-approve")
    assert "plan of the account" in error["detail"]


def test_a_malformed_address_is_refused_offline(terraform: Terraform) -> None:
    terraform.write(email("nobody"))
    (error,) = terraform.errors("validate")
    assert "email_address" in error["snippet"]["code"]
