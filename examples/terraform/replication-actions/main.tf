# Replication on request, without a resource: an action starts a job after each change of the selection, and
# `terraform apply -invoke=action.stitch_stop_replication.github` stops the job that is running.

terraform {
  required_version = ">= 1.14"

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

resource "stitch_stream_selections" "github" {
  source_id = stitch_source.github.id
  streams   = { issues = { fields = { all = true } } }

  lifecycle {
    action_trigger {
      events  = [after_create, after_update]
      actions = [action.stitch_start_replication.github]
    }
  }
}

# Reports while it waits for the end of the extraction, and fails where the extraction fails.
action "stitch_start_replication" "github" {
  config {
    source_id = stitch_source.github.id
    wait      = true
    timeout   = "1h"
  }
}

action "stitch_stop_replication" "github" {
  config {
    source_id = stitch_source.github.id
  }
}
