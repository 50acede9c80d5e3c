"""`moved` blocks: a renamed resource, a source of the community's provider, and a state of another host."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from engines.community import MOVED, SETTINGS, created_formerly, install_former, source
from engines.pipelines import PIPELINE
from rehearsal.workspace import PROVIDER_ADDRESSES

if TYPE_CHECKING:
    from engines.terraform import Terraform


def writes(terraform: Terraform) -> list[str]:
    log = terraform.account.administer("GET", "/requests")
    return [f"{entry['method']} {entry['path']}" for entry in log if entry["method"] != "GET"]


@pytest.mark.every_engine
def test_a_source_of_the_community_provider_is_moved_without_a_change(terraform: Terraform) -> None:
    source_id = created_formerly(terraform)
    install_former(terraform)
    terraform.write(source("credentials") + MOVED)
    assert terraform.actions() == {"stitch_source.storefront": "move"}
    terraform.apply()
    state = terraform.state()["stitch_source.storefront"]
    assert (state["id"], state["properties"], state["name"]) == (str(source_id), SETTINGS, "storefront")
    assert state["credentials"] == {"password": "secret-1"}
    terraform.expect_no_changes()
    assert writes(terraform) == []


@pytest.mark.every_engine
def test_secrets_are_removed_from_the_state_if_they_become_write_only(terraform: Terraform) -> None:
    created_formerly(terraform)
    install_former(terraform)
    terraform.write(source("credentials_wo") + MOVED)
    terraform.apply()
    terraform.expect_no_changes()
    assert "secret-1" not in (terraform.workspace.directory / "terraform.tfstate").read_text()


@pytest.mark.every_engine
def test_without_the_community_provider_a_source_is_imported(terraform: Terraform) -> None:
    source_id = created_formerly(terraform)
    terraform.run("state", "rm", "stitch_source.old")
    imported = f'import {{\n  to = stitch_source.storefront\n  id = "{source_id}"\n}}\n'
    terraform.write(source("credentials_wo") + imported)
    terraform.apply()
    terraform.expect_no_changes()
    assert terraform.state()["stitch_source.storefront"]["id"] == str(source_id)


@pytest.mark.every_engine
def test_a_stream_selection_is_renamed_without_a_change(terraform: Terraform) -> None:
    shop = {"type": "platform.hp-postgres", "display_name": "Shop"}
    (source_id,) = terraform.account.administer("POST", "/seed", {"sources": [shop]})["sources"]
    selection = (
        'resource "stitch_stream_selection" "{name}" {{\n'
        f'  source_id          = "{source_id}"\n'
        '  stream             = "storefront-public-orders"\n'
        '  replication_method = "FULL_TABLE"\n'
        "}}\n"
    )
    terraform.write(selection.format(name="old"))
    terraform.apply()
    terraform.account.administer("DELETE", "/requests")
    moved = "moved {\n  from = stitch_stream_selection.old\n  to   = stitch_stream_selection.new\n}\n"
    terraform.write(selection.format(name="new") + moved)
    assert terraform.actions() == {"stitch_stream_selection.new": "move"}
    terraform.apply()
    terraform.expect_no_changes()
    assert writes(terraform) == []


MODULE = """
terraform {
  required_providers {
    stitch = { source = "stitchdata/stitch" }
  }
}

resource "stitch_notification_email" "team" {
  email_address = "data@acme.example"
}
"""
EMAIL = MODULE[MODULE.index("resource") :]
INTO_MODULE = """
module "alerts" {
  source = "./alerts"
}

moved {
  from = stitch_notification_email.team
  to   = module.alerts.stitch_notification_email.team
}

moved {
  from = stitch_source.storefront
  to   = stitch_source.shop
}
"""


@pytest.mark.every_engine
def test_objects_whose_state_was_written_under_another_host_are_moved_without_a_change(terraform: Terraform) -> None:
    """A `moved` block, a new `count`, and a move into a module."""
    terraform.write(PIPELINE + EMAIL)
    terraform.apply()
    state_file = terraform.workspace.directory / "terraform.tfstate"
    document = json.loads(state_file.read_text())
    (address,) = {each["provider"] for each in document["resources"]}
    (other,) = (each for each in PROVIDER_ADDRESSES if each not in address)
    for each in document["resources"]:
        each["provider"] = f'provider["{other}"]'
    state_file.write_text(json.dumps(document))
    terraform.account.administer("DELETE", "/requests")

    counted = PIPELINE.replace('"warehouse" {', '"warehouse" {\n  count = 1', 1)
    renamed = counted.replace('"storefront" {', '"shop" {').replace("stitch_source.storefront", "stitch_source.shop")
    (terraform.workspace.directory / "alerts").mkdir()
    terraform.workspace.write(MODULE, "alerts/main.tf")
    terraform.write(
        renamed.replace("stitch_destination.warehouse.id", "stitch_destination.warehouse[0].id") + INTO_MODULE
    )
    terraform.run("get")
    assert terraform.actions() == {
        "stitch_destination.warehouse[0]": "move",
        "stitch_source.shop": "move",
        "module.alerts.stitch_notification_email.team": "move",
    }
    terraform.apply()
    assert writes(terraform) == []
    moved = json.loads(state_file.read_text())["resources"]
    private = {each["type"]: each["instances"][0].get("private") for each in document["resources"]}
    assert {each["type"]: each["instances"][0].get("private") for each in moved} == private
    assert private["stitch_destination"]
    assert private["stitch_source"]
    assert {each["provider"].endswith(f'provider["{other}"]') for each in moved} == {False}
