# A job that runs when the selection of fields changes, in addition to those of the schedule.

terraform {
  required_version = ">= 1.11"

  required_providers {
    stitch = {
      source  = "stitchdata/stitch"
      version = "~> 0.1"
    }
  }
}

provider "stitch" {}

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
  credentials_wo = {
    password = var.warehouse_password
  }
}

resource "stitch_source" "github" {
  type           = "platform.github"
  display_name   = "GitHub Widgets"
  destination_id = stitch_destination.warehouse.id

  properties = {
    repository = "acme/widgets"
    start_date = "2024-01-01T00:00:00Z"
  }
  credentials_wo = {
    access_token = var.github_token
  }
}

resource "stitch_stream_selection" "issues" {
  source_id = stitch_source.github.id
  stream    = "issues"
  fields    = { exclude = ["body"] }
}

resource "stitch_replication_job" "github" {
  # The job needs a selected stream. This reference makes sure that the stream is selected first.
  source_id = stitch_stream_selection.issues.source_id

  # A change of the fields starts another job.
  triggers = {
    fields = join(",", sort(stitch_stream_selection.issues.replicated_fields))
  }

  # The apply fails where the extraction fails, and says in which phase and why.
  wait = true

  timeouts = {
    create = "1h"
  }
}
