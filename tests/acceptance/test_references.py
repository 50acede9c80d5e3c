"""References between resources, and many resources at the same time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from engines.terraform import Terraform


@pytest.mark.every_engine
def test_every_kind_of_attribute_can_be_unknown(terraform: Terraform) -> None:
    terraform.write("""
resource "terraform_data" "settings" {
  input = {
    display_name = "Widgets"
    repository   = "acme/widgets"
    token        = "secret-1"
    minutes      = 60
    stream       = "issues"
    fields       = ["title", "state"]
    properties   = { repository = "acme/gadgets", start_date = "2024-01-01T00:00:00Z" }
  }
}

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
  credentials_wo = { password = terraform_data.settings.output.token }
}

resource "stitch_source" "one" {
  type           = "platform.github"
  display_name   = terraform_data.settings.output.display_name
  destination_id = stitch_destination.warehouse.id
  properties = {
    repository = terraform_data.settings.output.repository
    start_date = "2024-01-01T00:00:00Z"
  }
  credentials_wo = { access_token = terraform_data.settings.output.token }
  schedule       = { frequency_minutes = terraform_data.settings.output.minutes }
}

resource "stitch_source" "other" {
  type           = "platform.github"
  display_name   = "${stitch_source.one.name} again"
  properties     = terraform_data.settings.output.properties
  credentials_wo = { access_token = terraform_data.settings.output.token }
}

resource "stitch_stream_selection" "one" {
  source_id = stitch_source.one.id
  stream    = terraform_data.settings.output.stream
  fields    = { include = terraform_data.settings.output.fields }
}

resource "stitch_stream_selections" "other" {
  source_id = stitch_source.other.id
  streams = {
    (stitch_stream_selection.one.stream_name) = {
      fields = { include = stitch_stream_selection.one.key_properties }
    }
  }
}
""")
    terraform.apply()
    by_name = {source["display_name"]: source for source in terraform.account.sources()}
    assert set(by_name) == {"Widgets", "widgets again"}
    assert by_name["Widgets"]["properties"]["repository"] == "acme/widgets"
    assert by_name["Widgets"]["properties"]["frequency_in_minutes"] == "60"
    assert by_name["widgets again"]["properties"]["repository"] == "acme/gadgets"
    terraform.expect_no_changes()
    terraform.destroy()
    assert terraform.account.sources() == []


@pytest.mark.every_engine
def test_a_stream_whose_settings_are_about_to_change_elsewhere_is_updated(terraform: Terraform) -> None:
    def selected(fields: str) -> str:
        return f"""
resource "terraform_data" "settings" {{
  input = {{ fields = {{ include = {fields} }} }}
}}

resource "stitch_source" "github" {{
  type           = "platform.github"
  display_name   = "GitHub"
  properties     = {{ repository = "acme/widgets", start_date = "2024-01-01T00:00:00Z" }}
  credentials_wo = {{ access_token = "secret-1" }}
}}

resource "stitch_stream_selections" "github" {{
  source_id = stitch_source.github.id
  streams   = {{ issues = terraform_data.settings.output }}
}}
"""

    terraform.write(selected('["title"]'))
    terraform.apply()
    terraform.write(selected('["title", "state"]'))
    assert terraform.actions()["stitch_stream_selections.github"] == "update"
    terraform.apply()
    settings = terraform.state()["stitch_stream_selections.github"]["streams"]["issues"]
    assert sorted(settings["fields"]["include"]) == ["state", "title"]
    terraform.expect_no_changes()


def test_fifty_sources_are_created_from_a_map(terraform: Terraform) -> None:
    terraform.write("""
resource "stitch_source" "many" {
  for_each = toset([for number in range(50) : tostring(number)])

  type           = "platform.github"
  display_name   = "Repository ${each.key}"
  properties     = { repository = "acme/${each.key}", start_date = "2024-01-01T00:00:00Z" }
  credentials_wo = { access_token = "secret-${each.key}" }
}

resource "stitch_stream_selections" "many" {
  for_each = stitch_source.many

  source_id = each.value.id
  streams   = { issues = { fields = { all = true } } }
}
""")
    terraform.apply("-parallelism=20")
    assert len(terraform.account.sources()) == 50
    terraform.expect_no_changes()

    third = next(source for source in terraform.account.sources() if source["display_name"] == "Repository 3")
    terraform.account.call("PUT", f"/v4/sources/{third['id']}", {"display_name": "Renamed"})
    assert terraform.actions() == {'stitch_source.many["3"]': "update"}
    terraform.destroy("-parallelism=20")
    assert terraform.account.sources() == []


def test_a_created_object_is_in_the_state_if_something_fails_later(terraform: Terraform) -> None:
    terraform.write("""
resource "stitch_source" "fine" {
  type         = "import_api"
  display_name = "Feed"
}

resource "stitch_source" "refused" {
  type         = "import_api"
  display_name = "Feed!"
  depends_on   = [stitch_source.fine]
}
""")
    run = terraform.apply(expect=1)
    (error,) = (each for each in run.diagnostics() if each["severity"] == "error")
    assert "Feed!" in error["summary"] + error["detail"]
    assert "non-unique" in error["detail"]
    assert set(terraform.state()) == {"stitch_source.fine"}
    assert len(terraform.account.sources()) == 1
