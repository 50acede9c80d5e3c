"""Every data source, read by Terraform from an account with known contents."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from engines.terraform import Terraform

OBJECTS = """
resource "stitch_destination" "warehouse" {
  type = "postgres"
  name = "Analytics"
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

resource "stitch_source" "github" {
  type           = "platform.github"
  display_name   = "GitHub"
  properties     = { repository = "acme/widgets", start_date = "2024-01-01T00:00:00Z" }
  credentials_wo = { access_token = "secret-2" }
  wait_for       = "discover_schema"
}

resource "stitch_source" "feed" {
  type         = "import_api"
  display_name = "Feed"
  paused       = true
}
"""

LOOKUPS = """
data "stitch_destination" "by_name" {
  name = stitch_destination.warehouse.name
}

data "stitch_destination" "by_id" {
  id = stitch_destination.warehouse.id
}

data "stitch_destinations" "all" {
  depends_on = [stitch_destination.warehouse]
}

data "stitch_source" "by_display_name" {
  display_name = stitch_source.github.display_name
}

data "stitch_source" "by_name" {
  name = stitch_source.github.name
}

data "stitch_sources" "paused" {
  paused     = true
  depends_on = [stitch_source.feed, stitch_source.github]
}

data "stitch_streams" "github" {
  source_id = stitch_source.github.id
}

data "stitch_stream" "issues" {
  source_id = stitch_source.github.id
  stream    = "issues"
}

data "stitch_source_type" "github" {
  type = "platform.github"
}

data "stitch_source_types" "databases" {
  kind = "database"
}

data "stitch_destination_type" "bigquery" {
  type = "bigquery_v2"
}

data "stitch_destination_types" "all" {}
"""


@pytest.mark.every_engine
def test_every_data_source_reads_the_account(terraform: Terraform) -> None:
    terraform.write(OBJECTS + LOOKUPS)
    terraform.apply()
    terraform.expect_no_changes()
    state = terraform.state()
    warehouse, github = state["stitch_destination.warehouse"], state["stitch_source.github"]

    for key in ("by_name", "by_id"):
        found = state[f"data.stitch_destination.{key}"]
        assert (found["id"], found["name"], found["type"]) == (warehouse["id"], "Analytics", "postgres")
        assert found["effective_properties"]["host"] == "warehouse.acme.example"
    assert state["data.stitch_destinations.all"]["ids"] == [warehouse["id"]]

    for key in ("by_display_name", "by_name"):
        found = state[f"data.stitch_source.{key}"]
        assert (found["id"], found["name"], found["type"]) == (github["id"], "github", "platform.github")
    assert state["data.stitch_sources.paused"]["ids"] == [state["stitch_source.feed"]["id"]]

    streams = state["data.stitch_streams.github"]["streams"]
    assert {"issues", "pull_requests"} <= {stream["tap_stream_id"] for stream in streams}

    issues = state["data.stitch_stream.issues"]
    assert issues["facts"]["key_properties"] == ["id"]
    assert issues["fields"]["title"]["inclusion"] == "available"

    github_type = state["data.stitch_source_type.github"]
    assert github_type["properties"]["access_token"]["credential"] is True
    assert github_type["properties"]["repository"]["required"] is True
    databases = {each["type"] for each in state["data.stitch_source_types.databases"]["types"]}
    assert "platform.hp-postgres" in databases
    assert "platform.github" not in databases
    assert "loading_mode" in state["data.stitch_destination_type.bigquery"]["properties"]
    assert "snowflake" in {each["type"] for each in state["data.stitch_destination_types.all"]["types"]}


LOST = {
    "destination by id": ('data "stitch_destination" "it" {\n  id = "999999"\n}\n', "999999"),
    "destination by name": ('data "stitch_destination" "it" {\n  name = "Nobody"\n}\n', "Nobody"),
    "source by id": ('data "stitch_source" "it" {\n  id = "999999"\n}\n', "999999"),
    "source by name": ('data "stitch_source" "it" {\n  display_name = "Nobody"\n}\n', "Nobody"),
    "source type": ('data "stitch_source_type" "it" {\n  type = "platform.gihub"\n}\n', "platform.github"),
    "destination type": ('data "stitch_destination_type" "it" {\n  type = "snowflak"\n}\n', "snowflake"),
}


@pytest.mark.parametrize(("text", "word"), LOST.values(), ids=LOST.keys())
def test_an_object_that_does_not_exist_is_an_error_that_names_it(terraform: Terraform, text: str, word: str) -> None:
    terraform.write(text)
    (error,) = terraform.errors("plan")
    assert word in error["detail"]
    assert error["address"].startswith("data.")
