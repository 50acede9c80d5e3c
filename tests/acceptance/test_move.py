"""`moved` blocks: a renamed resource, a source of the community's provider, and a state of another host."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from engines.pipelines import PIPELINE
from rehearsal.workspace import PROVIDER_ADDRESSES

if TYPE_CHECKING:
    from engines.terraform import Terraform

EVERY_ENGINE = pytest.mark.parametrize("engine", ["PyPI", "PATH"], indirect=True)

SETTINGS = {"host": "storefront.acme.example", "port": "5432", "user": "stitch_reader", "dbname": "storefront"}
FORMER = "stitchdata.com/provider/stitch"
STAND_IN = f'#!/bin/sh\nPYTHONPATH="{Path(__file__).parents[1]}" exec "{sys.executable}" -m fakes.plugin\n'
MOVED = "moved {\n  from = stitch_source.old\n  to   = stitch_source.storefront\n}\n"


def former_state(source_id: int) -> dict[str, Any]:
    """A state of the community's provider."""
    attributes = {
        "check_job_name": None,
        "created_at": None,
        "deleted_at": None,
        "display_name": "Storefront",
        "id": str(source_id),
        "name": None,
        "paused_at": None,
        "properties": SETTINGS | {"password": "secret-1"},
        "report_card": None,
        "schedule": None,
        "source_id": None,
        "stitch_client_id": None,
        "system_paused_at": None,
        "type": "platform.hp-postgres",
        "updated_at": None,
    }
    instance = {"schema_version": 4, "attributes": attributes, "sensitive_attributes": [], "private": "bnVsbA=="}
    resource = {
        "mode": "managed",
        "type": "stitch_source",
        "name": "old",
        "provider": f'provider["{FORMER}"]',
        "instances": [instance],
    }
    return {
        "version": 4,
        "terraform_version": "0.14.0",
        "serial": 3,
        "lineage": "4f1f5c4e-0e0d-3c0d-0d3a-9c1f0a6e0f11",
        "outputs": {},
        "resources": [resource],
    }


def source(credentials: str) -> str:
    settings = "\n".join(f'    {key} = "{value}"' for key, value in SETTINGS.items())
    return f"""
resource "stitch_source" "storefront" {{
  type         = "platform.hp-postgres"
  display_name = "Storefront"
  properties = {{
{settings}
  }}
  {credentials} = {{ password = "secret-1" }}
}}
"""


def created_formerly(terraform: Terraform) -> int:
    body = {
        "type": "platform.hp-postgres",
        "display_name": "Storefront",
        "properties": SETTINGS | {"password": "secret-1"},
    }
    source_id: int = terraform.account.call("POST", "/v4/sources", body)["id"]
    (terraform.workspace.directory / "terraform.tfstate").write_text(json.dumps(former_state(source_id)))
    terraform.account.administer("DELETE", "/requests")
    return source_id


def install_former(terraform: Terraform) -> None:
    """Install a plugin as the community's provider. Terraform reads the schemas of every provider of a state."""
    directory = terraform.workspace.directory / "former"
    directory.mkdir()
    executable = directory / "terraform-provider-stitch"
    executable.write_text(STAND_IN)
    executable.chmod(0o755)
    settings = terraform.workspace.directory / "rehearsal.tfrc"
    override = f'dev_overrides {{\n    "{FORMER}" = "{directory}"\n'
    settings.write_text(settings.read_text().replace("dev_overrides {\n", override))


def writes(terraform: Terraform) -> list[str]:
    log = terraform.account.administer("GET", "/requests")
    return [f"{entry['method']} {entry['path']}" for entry in log if entry["method"] != "GET"]


@EVERY_ENGINE
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


@EVERY_ENGINE
def test_secrets_are_removed_from_the_state_if_they_become_write_only(terraform: Terraform) -> None:
    created_formerly(terraform)
    install_former(terraform)
    terraform.write(source("credentials_wo") + MOVED)
    terraform.apply()
    terraform.expect_no_changes()
    assert "secret-1" not in (terraform.workspace.directory / "terraform.tfstate").read_text()


@EVERY_ENGINE
def test_without_the_community_provider_a_source_is_imported(terraform: Terraform) -> None:
    source_id = created_formerly(terraform)
    terraform.run("state", "rm", "stitch_source.old")
    imported = f'import {{\n  to = stitch_source.storefront\n  id = "{source_id}"\n}}\n'
    terraform.write(source("credentials_wo") + imported)
    terraform.apply()
    terraform.expect_no_changes()
    assert terraform.state()["stitch_source.storefront"]["id"] == str(source_id)


@EVERY_ENGINE
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


@EVERY_ENGINE
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
