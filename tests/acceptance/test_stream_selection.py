"""`stitch_stream_selection` through its whole life, under real Terraform."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from engines.terraform import Terraform

ADDRESS = "stitch_stream_selection.orders"
STREAM = "storefront-public-orders"

SOURCE = """
resource "stitch_source" "storefront" {
  type         = "platform.hp-postgres"
  display_name = "Storefront"
  properties = {
    host   = "storefront.acme.example"
    port   = "5432"
    user   = "stitch_reader"
    dbname = "storefront"
  }
  credentials_wo = { password = "secret-1" }
}
"""

INCREMENTAL = 'replication_method = "INCREMENTAL"\n  replication_key = "updated_at"\n'
ALL_FIELDS = "fields = { all = true }"


def selection(settings: str = INCREMENTAL + ALL_FIELDS, *, stream: str = STREAM, source: str = "") -> str:
    source_id = f'"{source}"' if source else "stitch_source.storefront.id"
    return f"""
resource "stitch_stream_selection" "orders" {{
  source_id = {source_id}
  stream    = "{stream}"
  {settings}
}}
"""


def source_id(terraform: Terraform) -> int:
    return int(terraform.account.sources()[0]["id"])


def in_stitch(terraform: Terraform, stream: str = STREAM) -> dict[str, Any]:
    """The stream's own metadata, and under `fields` what is selected explicitly of each field."""
    path = f"/v4/sources/{source_id(terraform)}/streams"
    found = next(each for each in terraform.account.call("GET", path) if each["tap_stream_id"] == stream)
    schema = terraform.account.call("GET", f"{path}/{found['stream_id']}")
    metadata = {tuple(entry["breadcrumb"]): entry["metadata"] for entry in schema["metadata"]}
    fields = {path[1]: facts.get("selected") for path, facts in metadata.items() if path}
    return metadata[()] | {"stream_id": found["stream_id"], "fields": fields}


def change_metadata(terraform: Terraform, metadata: dict[str, object], *field: str, stream: str = STREAM) -> None:
    """Change the metadata of the stream, or of one of its fields, as the web application would."""
    breadcrumb = ["properties", *field] if field else []
    change = {"tap_stream_id": stream, "metadata": [{"breadcrumb": breadcrumb, "metadata": metadata}]}
    terraform.account.call("PUT", f"/v4/sources/{source_id(terraform)}/streams/metadata", {"streams": [change]})


@pytest.mark.every_engine
def test_a_selection_is_created_with_its_source_then_has_an_empty_plan_then_is_destroyed(terraform: Terraform) -> None:
    terraform.write(SOURCE + selection())
    terraform.apply()

    stream = in_stitch(terraform)
    assert stream["selected"] is True
    assert stream["replication-method"] == "INCREMENTAL"
    assert stream["replication-key"] == "updated_at"
    state = terraform.state()[ADDRESS]
    assert state["stream_id"] == str(stream["stream_id"])
    assert state["stream_name"] == "orders"
    assert state["key_properties"] == ["id"]
    assert {"id", "status", "updated_at"} <= set(state["replicated_fields"])

    terraform.expect_no_changes()
    terraform.write(SOURCE)
    assert terraform.actions() == {ADDRESS: "delete"}
    terraform.apply()
    assert in_stitch(terraform)["selected"] is False


def test_each_attribute_is_updated_in_place(terraform: Terraform) -> None:
    terraform.write(SOURCE + selection())
    terraform.apply()
    by_id = 'replication_method = "INCREMENTAL"\n  replication_key = "id"\n'
    full = 'replication_method = "FULL_TABLE"\n'
    for change, shown in (
        (selection(by_id + ALL_FIELDS), {"replication-method": "INCREMENTAL", "replication-key": "id"}),
        (selection(full + ALL_FIELDS), {"replication-method": "FULL_TABLE"}),
        (selection(full + ALL_FIELDS + "\n  selected = false"), {"selected": False}),
        (selection(full + ALL_FIELDS + "\n  selected = true"), {"selected": True}),
    ):
        terraform.write(SOURCE + change)
        assert terraform.actions() == {ADDRESS: "update"}, change
        terraform.apply()
        assert shown.items() <= in_stitch(terraform).items()
    terraform.expect_no_changes()


def test_fields_are_included_and_excluded(terraform: Terraform) -> None:
    terraform.write(SOURCE + selection(INCREMENTAL + 'fields = { exclude = ["is_gift", "currency"] }'))
    terraform.apply()
    fields = in_stitch(terraform)["fields"]
    assert {name for name, chosen in fields.items() if chosen is False} == {"is_gift", "currency"}
    terraform.expect_no_changes()

    terraform.write(SOURCE + selection(INCREMENTAL + 'fields = { include = ["status", "updated_at"] }'))
    assert terraform.actions() == {ADDRESS: "update"}
    terraform.apply()
    assert set(terraform.state()[ADDRESS]["replicated_fields"]) == {"id", "status", "updated_at"}
    terraform.expect_no_changes()

    chosen = in_stitch(terraform)["fields"]
    terraform.write(SOURCE + selection(INCREMENTAL))
    terraform.apply()
    assert in_stitch(terraform)["fields"] == chosen
    terraform.expect_no_changes()


def test_the_keys_of_a_view_are_set_and_changed(terraform: Terraform) -> None:
    view = "storefront-reporting-customer_orders_view"
    settings = 'replication_method = "FULL_TABLE"\n  view_key_properties = ["customer_id"{}]\n  '
    terraform.write(SOURCE + selection(settings.format("") + ALL_FIELDS, stream=view))
    terraform.apply()
    assert in_stitch(terraform, view)["view-key-properties"] == ["customer_id"]
    terraform.expect_no_changes()
    terraform.write(SOURCE + selection(settings.format(', "last_order_at"') + ALL_FIELDS, stream=view))
    assert terraform.actions() == {ADDRESS: "update"}
    terraform.apply()
    assert set(in_stitch(terraform, view)["view-key-properties"]) == {"customer_id", "last_order_at"}
    terraform.expect_no_changes()

    change_metadata(terraform, {"view-key-properties": ["order_count"]}, stream=view)
    assert terraform.actions() == {ADDRESS: "update"}


def test_drift_of_each_readable_attribute_is_found_and_repaired(terraform: Terraform) -> None:
    terraform.write(SOURCE + selection(INCREMENTAL + 'fields = { include = ["status", "updated_at"] }'))
    terraform.apply()
    before = in_stitch(terraform)
    for drift in (
        ({"selected": False},),
        ({"replication-method": "FULL_TABLE"},),
        ({"replication-key": "id"},),
        ({"selected": True}, "currency"),
        ({"selected": False}, "status"),
    ):
        change_metadata(terraform, *drift)
        assert terraform.actions() == {ADDRESS: "update"}, drift
        terraform.apply()
        repaired = in_stitch(terraform)
        assert {name: repaired[name] for name in ("selected", "replication-method", "replication-key")} == {
            name: before[name] for name in ("selected", "replication-method", "replication-key")
        }
        assert set(terraform.state()[ADDRESS]["replicated_fields"]) == {"id", "status", "updated_at"}
        terraform.expect_no_changes()


def test_another_way_to_write_all_fields_and_a_setting_that_is_left_out_plan_no_change(terraform: Terraform) -> None:
    def declare(**settings: object) -> None:
        orders = {"source_id": "${stitch_source.storefront.id}", "stream": STREAM, **settings}
        document = {"resource": {"stitch_stream_selection": {"orders": orders}}}
        terraform.workspace.write(json.dumps(document), "selection.tf.json")

    terraform.write(SOURCE)
    declare(replication_method="FULL_TABLE", fields={})
    (problem,) = terraform.errors("validate")
    assert "set all = true" in problem["detail"]
    declare(replication_method="FULL_TABLE", fields={"all": True})
    terraform.apply()
    assert terraform.state()[ADDRESS]["fields"]["all"] is True
    terraform.expect_no_changes()
    declare(fields={"exclude": []})
    terraform.expect_no_changes()


def test_what_is_not_declared_is_not_compared(terraform: Terraform) -> None:
    terraform.write(SOURCE + selection('replication_method = "FULL_TABLE"'))
    terraform.apply()
    change_metadata(terraform, {"selected": False}, "currency")
    change_metadata(terraform, {"replication-key": "id"})
    terraform.expect_no_changes()


def test_is_created_again_with_a_source_that_was_deleted_outside_of_terraform(terraform: Terraform) -> None:
    terraform.write(SOURCE + selection())
    terraform.apply()
    terraform.account.call("DELETE", f"/v4/sources/{source_id(terraform)}")
    assert terraform.actions() == {ADDRESS: "create", "stitch_source.storefront": "create"}
    terraform.apply()
    assert in_stitch(terraform)["selected"] is True
    terraform.expect_no_changes()


def test_destroying_succeeds_where_the_source_was_deleted(terraform: Terraform) -> None:
    terraform.write(SOURCE + selection())
    terraform.apply()
    terraform.account.call("DELETE", f"/v4/sources/{source_id(terraform)}")
    terraform.destroy("-refresh=false")


def test_another_stream_replaces_it(terraform: Terraform) -> None:
    terraform.write(SOURCE + selection())
    terraform.apply()
    terraform.write(SOURCE + selection(stream="storefront-public-products"))
    assert terraform.actions() == {ADDRESS: "replace"}
    terraform.apply()
    assert in_stitch(terraform)["selected"] is False
    assert in_stitch(terraform, "storefront-public-products")["selected"] is True
    terraform.expect_no_changes()


GITHUB = """
resource "stitch_source" "storefront" {
  type           = "platform.github"
  display_name   = "GitHub"
  properties     = { repository = "acme/widgets", start_date = "2024-01-01T00:00:00Z" }
  credentials_wo = { access_token = "secret-1" }
  wait_for       = "discover_schema"
}
"""


def test_a_selection_without_fields_warns_where_only_the_keys_would_be_replicated(terraform: Terraform) -> None:
    terraform.write(GITHUB)
    terraform.apply()
    terraform.write(GITHUB + selection("", stream="issues"))
    (warning,) = terraform.warnings("plan")
    assert "all = true" in warning["detail"]


def test_a_setting_that_a_stream_does_not_accept_is_an_error_of_the_plan_or_else_of_the_apply(
    terraform: Terraform,
) -> None:
    terraform.account.administer("PATCH", "/switches", {"fixed_method_metadata": "selected"})
    terraform.write(GITHUB)
    terraform.apply()
    keyed = 'replication_key = "updated_at"\n'
    terraform.write(GITHUB + selection(keyed + ALL_FIELDS, stream="issues"))
    (refused,) = terraform.errors("plan")
    assert refused["summary"] == "Setting is not accepted"
    assert "Remove replication_key." in refused["detail"]
    terraform.write(GITHUB + selection(ALL_FIELDS, stream="issues"))
    terraform.apply()
    terraform.expect_no_changes()
    terraform.write(GITHUB + selection(keyed + ALL_FIELDS, stream="issues"))
    (refused,) = terraform.errors("apply", "-auto-approve")
    assert "Remove replication_key." in refused["detail"]
    assert refused["snippet"]["code"].strip() == keyed.strip()


@pytest.mark.every_engine
def test_is_imported_by_id(terraform: Terraform, another: Callable[[str], Terraform]) -> None:
    terraform.write(SOURCE + selection(INCREMENTAL + "fields = { exclude = [] }"))
    terraform.apply()
    number = source_id(terraform)
    adopter = another("adopter")
    adopter.write(selection("fields = { exclude = [] }", source=str(number)))
    adopter.run("import", ADDRESS, f"{number}/{STREAM}")
    adopter.expect_no_changes()


def test_is_imported_by_identity(terraform: Terraform, another: Callable[[str], Terraform]) -> None:
    settings = INCREMENTAL + 'fields = { include = ["status", "updated_at"] }'
    terraform.write(SOURCE + selection(settings))
    terraform.apply()
    number = source_id(terraform)
    adopter = another("adopter")
    adopter.write(
        selection(settings, source=str(number))
        + f'import {{\n  to = {ADDRESS}\n  identity = {{ source_id = "{number}", stream = "{STREAM}" }}\n}}\n'
    )
    adopter.apply()
    adopter.expect_no_changes()


def test_a_configuration_generated_from_an_import_plans_empty(
    terraform: Terraform, another: Callable[[str], Terraform]
) -> None:
    terraform.write(SOURCE + selection(INCREMENTAL))
    terraform.apply()
    adopter = another("adopter")
    adopter.import_generated(ADDRESS, f'id = "{source_id(terraform)}/{STREAM}"')
    assert re.search(r"all += true", (adopter.workspace.directory / "generated.tf").read_text())
