"""What a plan of a source or destination shows is what its apply sends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from engines.terraform import Terraform

SOURCE = "stitch_source.storefront"
DESTINATION = "stitch_destination.warehouse"


def puts(terraform: Terraform) -> list[dict[str, Any]]:
    """The bodies of the changes since the last look."""
    log = terraform.account.administer("GET", "/requests")
    terraform.account.administer("DELETE", "/requests")
    return [entry["body"] for entry in log if entry["method"] == "PUT"]


IGNORING = """
variable "secret" {
  type = string
}

variable "name" {
  type = string
}

resource "stitch_source" "storefront" {
  type         = "platform.hp-postgres"
  display_name = var.name
  properties   = { host = "storefront.acme.example", port = "5432", user = "stitch_reader", dbname = "storefront" }
  credentials  = { password = var.secret }

  lifecycle {
    ignore_changes = [credentials]
  }
}

resource "stitch_source" "shop" {
  type           = "platform.hp-mysql"
  display_name   = "${var.name} shop"
  properties     = { host = "shop.acme.example", port = "3306", user = "stitch_reader" }
  credentials_wo = { password = var.secret, ssl_key = var.secret }

  lifecycle {
    ignore_changes = [credentials_wo]
  }
}

resource "stitch_destination" "warehouse" {
  type                   = "postgres"
  name                   = var.name
  properties             = { host = "warehouse.acme.example", port = "5432", database = "d", username = "u" }
  credentials_wo         = { password = var.secret }
  credentials_wo_version = length(var.secret)

  lifecycle {
    ignore_changes = [credentials_wo, credentials_wo_version]
  }
}
"""


def test_an_apply_sends_no_credentials_whose_changes_are_ignored(terraform: Terraform) -> None:
    terraform.write(IGNORING)
    terraform.apply("-var=secret=first", "-var=name=Before")
    puts(terraform)
    terraform.apply("-var=secret=other-secret", "-var=name=After")
    assert sorted(puts(terraform), key=str) == [
        {"display_name": "After shop"},
        {"display_name": "After"},
        {"name": "After", "properties": {}},
    ]
    terraform.expect_no_changes("-var=secret=other-secret", "-var=name=After")


SET_ONCE = """
variable "value" {
  type = string
}

resource "terraform_data" "mode" {
  input            = var.value
  triggers_replace = var.value
}

resource "stitch_source" "storefront" {
  type           = "platform.hp-postgres"
  display_name   = "Storefront"
  properties     = %s
  credentials_wo = { password = "secret-1" }
}
"""

DATABASE = (
    '{ host = "a.example", port = "5432", user = "u", dbname = "d", include_schemas_in_destination_stream_name = %s }'
)


def test_an_unknown_value_of_a_property_that_is_set_once_replaces_the_source(terraform: Terraform) -> None:
    terraform.write(SET_ONCE % (DATABASE % "terraform_data.mode.output"))
    terraform.apply("-var=value=true")
    (warning,) = [each for each in terraform.warnings("plan", "-var=value=false") if "replaced" in each["summary"]]
    assert "not known before the apply" in warning["detail"]
    terraform.apply("-var=value=false")
    terraform.expect_no_changes("-var=value=false")

    whole = SET_ONCE % f'terraform_data.mode.output == "" ? {{}} : {DATABASE % "var.value"}'
    terraform.write(whole)
    terraform.expect_no_changes("-var=value=false")
    (error,) = terraform.errors("plan", "-var=value=true")
    assert "include_schemas_in_destination_stream_name" in error["detail"]


VERSIONED = """
variable "value" {
  type = string
}

resource "terraform_data" "secret" {
  input            = var.value
  triggers_replace = var.value
}

resource "stitch_source" "storefront" {
  type                   = "platform.hp-mysql"
  display_name           = "Storefront ${var.value}"
  properties             = { host = "a.example", port = "3306", user = "u" }
  credentials_wo_version = 1
  credentials_wo = (
    terraform_data.secret.output == "first" ? { password = "p", ssl_key = "k" } : { password = null }
  )
}
"""


def test_with_the_same_version_unknown_and_null_credentials_change_nothing(terraform: Terraform) -> None:
    terraform.write(VERSIONED)
    terraform.apply("-var=value=first")
    puts(terraform)
    terraform.apply("-var=value=second")
    assert puts(terraform) == [{"display_name": "Storefront second"}]
    terraform.expect_no_changes("-var=value=second")

    terraform.write(VERSIONED.replace("version = 1", "version = 2"))
    (error,) = terraform.errors("plan", "-var=value=second")
    assert '"password"' in error["detail"]
    terraform.write(VERSIONED.replace("version = 1", "version = 2").replace("password = null", 'password = "q"'))
    (warning,) = terraform.warnings("plan", "-var=value=second")
    assert '"ssl_key"' in warning["detail"]
    terraform.apply("-var=value=second")
    terraform.expect_no_changes("-var=value=second")


SENSITIVE = """
variable "host" {
  type      = string
  sensitive = true
}

variable "port" {
  type = string
}

resource "stitch_source" "storefront" {
  type           = "platform.hp-postgres"
  display_name   = "Storefront"
  properties     = { host = var.host, port = var.port, user = "u", dbname = "d" }
  credentials_wo = { password = "secret-${var.port}" }
}
"""


def test_a_sensitive_property_is_not_printed(terraform: Terraform) -> None:
    terraform.write(SENSITIVE)
    printed = []
    for host, port in (("first.example", "1"), ("first.example", "2"), ("other.example", "2")):
        variables = (f"-var=host={host}", f"-var=port={port}")
        printed.append(terraform.run("plan", *variables).output)
        terraform.apply(*variables)
        printed.append(terraform.run("show").output)
    text = "\n".join(printed)
    assert "effective_properties" in text
    assert "first.example" not in text
    assert "other.example" not in text


CHECKED = """
resource "stitch_source" "storefront" {
  type             = "platform.hp-postgres"
  display_name     = "Storefront"
  properties       = { host = "%s", port = "5432", user = "u", dbname = "d" }
  credentials_wo   = { password = "secret-1" }
  connection_check = { wait = true }
}
"""


def test_a_change_is_sent_again_until_its_connection_check_succeeds(terraform: Terraform) -> None:
    terraform.write(CHECKED % "good.example")
    terraform.apply()
    terraform.write(CHECKED % "unreachable.example")
    puts(terraform)
    for _ in range(2):
        (error,) = terraform.errors("apply", "-auto-approve")
        assert error["summary"] == "Connection check failed"
        assert puts(terraform) == [{"properties": {"host": "unreachable.example"}}]
    assert terraform.actions() == {SOURCE: "update"}
    terraform.write(CHECKED % "good.example")
    terraform.apply()
    terraform.expect_no_changes()


IMPORTED = """
import {
  to = stitch_source.storefront
  id = "%s"
}

resource "stitch_source" "storefront" {
  type         = "platform.hp-postgres"
  display_name = "Storefront"
  %s
}
"""


def test_an_import_into_a_configuration_without_required_properties_is_an_error(terraform: Terraform) -> None:
    properties = {"host": "a.example", "port": "5432", "user": "u", "dbname": "d", "password": "p"}
    body = {"type": "platform.hp-postgres", "display_name": "Storefront", "properties": properties}
    created = terraform.account.call("POST", "/v4/sources", body)
    terraform.write(IMPORTED % (created["id"], ""))
    (error,) = terraform.errors("plan")
    assert error["summary"] == "Required property left out"
    assert all(f'"{name}"' in error["detail"] for name in ("host", "port", "user", "dbname"))

    terraform.write(IMPORTED % (created["id"], "lifecycle {\n    ignore_changes = [properties]\n  }"))
    puts(terraform)
    terraform.apply()
    assert puts(terraform) == []
    terraform.expect_no_changes()
