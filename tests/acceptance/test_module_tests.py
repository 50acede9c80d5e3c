"""The tests of examples pass with `terraform test`, which destroys everything afterwards."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from engines.terraform import Terraform

EXAMPLES = Path(__file__).parents[2] / "examples" / "terraform"
TESTED = sorted(path.parents[1].name for path in EXAMPLES.glob("*/tests/*.tftest.hcl"))
CLOUDS = sorted(path.name for path in (EXAMPLES / "multi-cloud").iterdir())


@pytest.mark.every_engine
@pytest.mark.parametrize("name", TESTED)
def test_an_example_passes_its_own_tests(terraform: Terraform, name: str) -> None:
    expect_tests_pass(terraform, name)


@pytest.mark.parametrize("name", CLOUDS)
def test_the_module_for_a_cloud_passes_its_own_tests(terraform: Terraform, name: str) -> None:
    expect_tests_pass(terraform, f"multi-cloud/{name}")


def expect_tests_pass(terraform: Terraform, name: str) -> None:
    """Run the tests of an example, which leave nothing in the account."""
    shutil.copytree(EXAMPLES / name, terraform.workspace.directory, dirs_exist_ok=True)
    events = terraform.run("test", "-json").events()
    summary = next(event["test_summary"] for event in events if event["type"] == "test_summary")
    assert summary["status"] == "pass"
    assert summary["passed"] > 0
    assert terraform.account.call("GET", "/v4/destinations") == []
    assert terraform.account.sources() == []


def test_a_failing_test_is_reported(terraform: Terraform) -> None:
    shutil.copytree(EXAMPLES / "stitch_import_token", terraform.workspace.directory, dirs_exist_ok=True)
    (file,) = terraform.workspace.directory.glob("tests/*.tftest.hcl")
    wrong = file.read_text().replace("ids) == 1", "ids) == 2")
    assert wrong != file.read_text()
    file.write_text(wrong)
    terraform.run("test", expect=1)


MODULE = """
resource "stitch_destination" "warehouse" {
  type       = "postgres"
  properties = { host = "db.acme.example", port = "5432", username = "loader", database = "analytics" }
}

resource "stitch_source" "feed" {
  type           = "import_api"
  display_name   = "Feed"
  destination_id = stitch_destination.warehouse.id
}

resource "stitch_stream_selection" "orders" {
  source_id = stitch_source.feed.id
  stream    = "orders"
}

resource "stitch_stream_selections" "others" {
  source_id = stitch_source.feed.id
  streams   = { customers = {} }
}

resource "stitch_import_token" "feed" {
  source_id = stitch_source.feed.id
}

resource "stitch_post_load_hook" "loaded" {
  destination_id = stitch_destination.warehouse.id
  url            = "https://hooks.acme.example/stitch"
}

resource "stitch_replication_job" "first" {
  source_id = stitch_source.feed.id
}

data "stitch_streams" "feed" {
  source_id = stitch_source.feed.id
}
"""

MOCKED = """
mock_provider "stitch" {}

run "applies" {
  assert {
    condition     = stitch_import_token.feed.source_id == stitch_source.feed.id
    error_message = "The token is for the source."
  }
}

run "plans" {
  command = plan
}
"""

OVERRIDDEN = """
override_resource {
  target          = stitch_destination.warehouse
  override_during = plan
  values          = { id = "581220" }
}

override_resource {
  target          = stitch_source.feed
  override_during = plan
  values          = { id = "731905" }
}

override_data {
  target          = data.stitch_streams.feed
  override_during = plan
}

run "plans" {
  command = plan

  assert {
    condition     = stitch_import_token.feed.source_id == "731905"
    error_message = "The token is for the source."
  }
}
"""


OVERRIDDEN_IN_OPENTOFU = OVERRIDDEN.replace("  override_during = plan\n", "")
"""OpenTofu does not have the argument, and overrides in plans as well."""


def write_tests(terraform: Terraform, text: str) -> None:
    directory = terraform.workspace.directory / "tests"
    directory.mkdir()
    (directory / "module.tftest.hcl").write_text(text)


@pytest.mark.every_engine
@pytest.mark.own_processes
def test_a_module_is_tested_with_a_mocked_provider_without_any_call(terraform: Terraform) -> None:
    terraform.write(MODULE)
    write_tests(terraform, MOCKED)
    terraform.run("test", environment={"STITCH_API_TOKEN": "", "STITCH_BASE_URL": "http://127.0.0.1:1"})


@pytest.mark.every_engine
def test_what_belongs_to_overridden_objects_is_planned_with_warnings(terraform: Terraform) -> None:
    terraform.write(MODULE)
    write_tests(terraform, OVERRIDDEN if terraform.workspace.engine.product == "Terraform" else OVERRIDDEN_IN_OPENTOFU)
    events = terraform.run("test", "-json").events()
    warned = [event["diagnostic"] for event in events if event["type"] == "diagnostic"]
    missing = {each["address"] for each in warned if each["summary"] in {"No such source", "No such destination"}}
    assert missing == {
        "stitch_stream_selection.orders",
        "stitch_stream_selections.others",
        "stitch_import_token.feed",
        "stitch_replication_job.first",
        "stitch_post_load_hook.loaded",
    }
