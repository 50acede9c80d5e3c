"""A refresh right after an apply finds no drift, because the state contains nothing that Stitch changes by itself.

The tests run with PyPI's engine only. Terraform 1.11 stores the sensitive attributes of a resource in random order. It
treats another order as a change, and then exits with 2 although there are no differences.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from engines.terraform import Terraform

DESTINATION = """
resource "stitch_destination" "warehouse" {
  type = "postgres"
  properties = {
    host            = "warehouse.acme.example"
    port            = "5432"
    database        = "analytics"
    username        = "stitch_loader"
    ssl             = "true"
    encryption_type = "none"
  }
  credentials_wo = { password = "secret-1" }
}
"""
SOURCE = """
resource "stitch_source" "github" {
  type           = "platform.github"
  display_name   = "GitHub"
  properties     = { repository = "acme/widgets", start_date = "2024-01-01T00:00:00Z" }
  credentials_wo = { access_token = "secret-1" }
}
"""
SELECTION = """
resource "stitch_stream_selection" "commits" {
  source_id = stitch_source.github.id
  stream    = "commits"
  fields    = { all = true }
}
"""
SELECTIONS = """
resource "stitch_stream_selections" "github" {
  source_id = stitch_source.github.id
  streams   = { issues = { fields = { include = ["title"] } }, releases = {} }
}
"""


def step(terraform: Terraform) -> str:
    (source,) = terraform.account.call("GET", "/v4/sources")
    found: str = source["report_card"]["current_step_type"]
    return found


def end_connection_checks(terraform: Terraform) -> None:
    """End the connection checks that the apply started, which also discovers the streams of a source."""
    terraform.account.administer("POST", "/checks", {})


def test_discovery_after_the_creation_of_a_source_is_no_drift(terraform: Terraform) -> None:
    terraform.account.administer("PATCH", "/switches", {"check_seconds": None})
    terraform.write(DESTINATION + SOURCE)
    terraform.apply()
    assert step(terraform) == "discover_schema"
    end_connection_checks(terraform)
    assert step(terraform) == "field_selection"
    terraform.run("plan", "-refresh-only", "-detailed-exitcode")
    terraform.expect_no_changes()


@pytest.mark.parametrize("selection", [SELECTION, SELECTIONS], ids=["one stream", "several streams"])
def test_the_selection_of_streams_is_no_drift_of_their_source(terraform: Terraform, selection: str) -> None:
    terraform.write(SOURCE + selection)
    terraform.apply()
    assert step(terraform) == "fully_configured"
    terraform.run("plan", "-refresh-only", "-detailed-exitcode")
    terraform.expect_no_changes()
