# What happens at `terraform destroy`: an action stops the replication job of a source before the source is destroyed.
# The destination is only removed from the state, and stays in Stitch.

terraform {
  required_version = ">= 1.16"

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

  lifecycle {
    destroy = false
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

  lifecycle {
    action_trigger {
      events  = [before_destroy]
      actions = [action.stitch_stop_replication.of_source]
    }
  }
}

resource "stitch_stream_selections" "github" {
  source_id = stitch_source.github.id
  streams   = { issues = { fields = { all = true } } }

  # If the job cannot be started, that is only a warning: the source replicates on its schedule.
  lifecycle {
    action_trigger {
      events     = [after_create, after_update]
      actions    = [action.stitch_start_replication.of_selections]
      on_failure = continue
    }
  }
}

# `caller` is the resource that triggers the action. Any number of sources can use this action.
action "stitch_stop_replication" "of_source" {
  config {
    source_id = caller.id
  }
}

action "stitch_start_replication" "of_selections" {
  config {
    source_id = caller.source_id
  }
}
