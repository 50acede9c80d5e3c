"""The lifecycle of `stitch_post_load_hook` with real Terraform."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from engines.terraform import Terraform

ADDRESS = "stitch_post_load_hook.transform"
HOOKS = "/notifications/public/v1/api/hooks"
URL = "https://transform.acme.example/stitch"

DESTINATION = """
resource "stitch_destination" "{name}" {{
  type = "postgres"
  name = "{name}"

  properties = {{
    host            = "{name}.acme.example"
    port            = "5432"
    database        = "analytics"
    username        = "stitch_loader"
    ssl             = "true"
    encryption_type = "none"
  }}
  credentials = {{ password = "secret-1" }}
}}
"""
WAREHOUSE = DESTINATION.format(name="warehouse")
ARCHIVE = DESTINATION.format(name="archive")


def hook(*, destination: str = "stitch_destination.warehouse.id", url: str = URL, rest: str = "") -> str:
    return f"""
resource "stitch_post_load_hook" "transform" {{
  destination_id = {destination}
  url            = "{url}"
  {rest}
}}
"""


def in_stitch(terraform: Terraform) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = terraform.account.call("GET", HOOKS)["post_load"]
    return found


def destination_id(terraform: Terraform, name: str = "warehouse") -> str:
    destinations = terraform.account.call("GET", "/v4/destinations")
    return next(str(each["id"]) for each in destinations if each["name"] == name)


@pytest.mark.every_engine
def test_it_is_created_and_destroyed(terraform: Terraform) -> None:
    terraform.write(WAREHOUSE + hook())
    terraform.apply()
    (created,) = in_stitch(terraform)
    assert terraform.state()[ADDRESS] == {
        "id": str(created["id"]),
        "destination_id": destination_id(terraform),
        "url": URL,
        "url_wo": None,
        "url_wo_version": None,
        "enabled": True,
        "stitch_client_id": str(created["client_id"]),
        "created_at": created["created_at"],
    }
    terraform.expect_no_changes()
    terraform.destroy()
    assert in_stitch(terraform) == []


def test_the_plan_is_empty_although_stitch_does_not_return_the_destination(terraform: Terraform) -> None:
    terraform.account.administer("PATCH", "/switches", {"hook_destination": "absent"})
    terraform.write(WAREHOUSE + hook())
    terraform.apply()
    terraform.expect_no_changes()


def test_is_enabled_and_disabled_in_place_and_drift_is_repaired(terraform: Terraform) -> None:
    terraform.write(WAREHOUSE + hook())
    terraform.apply()
    (created,) = in_stitch(terraform)
    terraform.write(WAREHOUSE + hook(rest="enabled = false"))
    assert terraform.changed(ADDRESS) == {"enabled"}
    terraform.apply()
    (disabled,) = in_stitch(terraform)
    assert (disabled["id"], disabled["disabled_at"] is None) == (created["id"], False)
    terraform.expect_no_changes()

    terraform.account.call("PUT", f"{HOOKS}/{created['id']}", {"enable": True})
    assert terraform.actions() == {ADDRESS: "update"}
    terraform.apply()
    assert in_stitch(terraform)[0]["disabled_at"] is not None


@pytest.mark.parametrize(
    "change", [{"url": "https://other.acme.example"}, {"destination": "stitch_destination.archive.id"}]
)
def test_another_address_and_another_destination_replace_it(terraform: Terraform, change: dict[str, str]) -> None:
    terraform.write(WAREHOUSE + ARCHIVE + hook())
    terraform.apply()
    (before,) = in_stitch(terraform)
    terraform.write(WAREHOUSE + ARCHIVE + hook(**change))
    assert terraform.actions() == {ADDRESS: "replace"}
    terraform.apply()
    (after,) = in_stitch(terraform)
    assert after["id"] != before["id"]
    terraform.expect_no_changes()


def test_is_deleted_and_created_with_its_destination(terraform: Terraform) -> None:
    terraform.write(WAREHOUSE + hook())
    terraform.apply()
    terraform.account.call("DELETE", f"/v4/destinations/{destination_id(terraform)}")
    assert in_stitch(terraform) == []
    assert terraform.actions() == {"stitch_destination.warehouse": "create", ADDRESS: "create"}
    terraform.apply()
    terraform.expect_no_changes()
    terraform.account.call("DELETE", f"{HOOKS}/{in_stitch(terraform)[0]['id']}")
    terraform.destroy("-refresh=false")


@pytest.mark.every_engine
def test_it_is_imported_by_id(terraform: Terraform, another: Callable[[str], Terraform]) -> None:
    terraform.write(WAREHOUSE + hook(rest="enabled = false"))
    terraform.apply()
    adopter = another("adopter")
    adopter.write(hook(destination=f'"{destination_id(terraform)}"', rest="enabled = false"))
    adopter.run("import", ADDRESS, str(in_stitch(terraform)[0]["id"]))
    adopter.expect_no_changes()


def test_is_imported_with_its_destination_where_stitch_does_not_show_it(
    terraform: Terraform, another: Callable[[str], Terraform]
) -> None:
    terraform.write(WAREHOUSE + ARCHIVE + hook(destination="stitch_destination.archive.id"))
    terraform.apply()
    archive, number = destination_id(terraform, "archive"), in_stitch(terraform)[0]["id"]
    adopter = another("adopter")
    adopter.write(hook(destination=f'"{archive}"'))
    adopter.run("import", ADDRESS, f"{archive}/{number}")
    adopter.expect_no_changes()

    unsure = another("unsure")
    unsure.write(hook(destination=f'"{archive}"'))
    unsure.run("import", ADDRESS, str(number))
    assert unsure.actions() == {ADDRESS: "update"}
    unsure.apply()
    unsure.expect_no_changes()
    assert in_stitch(terraform)[0]["id"] == number


def test_it_is_imported_by_identity_into_a_generated_configuration(
    terraform: Terraform, another: Callable[[str], Terraform]
) -> None:
    terraform.write(WAREHOUSE + hook())
    terraform.apply()
    adopter = another("adopter")
    identity = f'{{ id = "{in_stitch(terraform)[0]["id"]}" }}'
    adopter.import_generated(ADDRESS, f"identity = {identity}")


def test_a_query_finds_those_that_pass_its_filters(terraform: Terraform, another: Callable[[str], Terraform]) -> None:
    terraform.account.administer("PATCH", "/switches", {"hook_destination": "config"})
    terraform.write(
        WAREHOUSE + ARCHIVE + hook() + hook(destination="stitch_destination.archive.id").replace("transform", "other")
    )
    terraform.apply()
    adopter = another("adopter")
    adopter.write("")
    adopter.workspace.write(
        'list "stitch_post_load_hook" "warehouse" {\n  provider = stitch\n'
        f'  config {{\n    destination_id = "{destination_id(terraform)}"\n  }}\n}}\n',
        "hooks.tfquery.hcl",
    )
    adopter.run("query", "-generate-config-out=generated.tf")
    assert sorted(adopter.actions().values()) == ["import"]
    adopter.apply()
    adopter.expect_no_changes()


def test_the_data_source_filters(terraform: Terraform) -> None:
    query = """
data "stitch_post_load_hooks" "warehouse" {
  destination_id = stitch_destination.warehouse.id
  enabled        = true
  depends_on     = [stitch_post_load_hook.transform]
}

output "urls" {
  value = data.stitch_post_load_hooks.warehouse.hooks[*].url
}
"""
    terraform.write(WAREHOUSE + hook() + query)
    terraform.apply()
    assert terraform.outputs() == {"urls": [URL]}
    terraform.expect_no_changes()


def test_a_plan_of_the_account_that_does_not_include_them_is_named(terraform: Terraform) -> None:
    terraform.account.administer("PATCH", "/switches", {"plan": "standard"})
    terraform.write(WAREHOUSE + hook())
    (error,) = terraform.errors("apply", "-auto-approve")
    assert "plan of the account" in error["detail"]


def test_an_address_without_https_is_an_error_of_validate(terraform: Terraform) -> None:
    terraform.write(WAREHOUSE + hook(url="http://transform.acme.example"))
    (error,) = terraform.errors("validate")
    assert "url" in error["snippet"]["code"]


def test_a_destination_that_does_not_exist_is_an_error_of_the_apply(terraform: Terraform) -> None:
    terraform.write(hook(destination='"999999"'))
    (error,) = terraform.errors("apply", "-auto-approve")
    assert "destination_id" in error["snippet"]["code"]


def test_a_secret_address_is_stored_nowhere_and_recognized_after_an_import(terraform: Terraform) -> None:
    """The state hides it after an import, and a plan detects another one."""

    def write(address: str) -> None:
        url = f"https://robot:{address}@hooks.acme.example/stitch"
        terraform.write(WAREHOUSE + hook(url=url).replace("url   ", "url_wo"))

    write("pa55word")
    assert "pa55word" not in terraform.apply().output
    (created,) = in_stitch(terraform)
    assert created["config"]["url"] == "https://robot:pa55word@hooks.acme.example/stitch"
    assert "pa55word" not in (terraform.workspace.directory / "terraform.tfstate").read_text()

    terraform.run("state", "rm", ADDRESS)
    terraform.run("import", ADDRESS, f"{destination_id(terraform)}/{created['id']}")
    assert terraform.state()[ADDRESS]["url"] == "https://(hidden)@hooks.acme.example/stitch"
    assert terraform.actions() == {ADDRESS: "update"}

    write("0ther")
    assert terraform.actions() == {ADDRESS: "replace"}
    terraform.apply()
    assert in_stitch(terraform)[0]["config"]["url"] == "https://robot:0ther@hooks.acme.example/stitch"
    terraform.expect_no_changes()
    write("another")
    assert terraform.actions() == {ADDRESS: "replace"}
