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

resource "stitch_stream_selections" "github" {
  source_id = var.source_id
  streams   = { issues = { fields = { all = true } } }

  lifecycle {
    action_trigger {
      events  = [after_create, after_update]
      actions = [action.stitch_start_replication.github]
    }
  }
}

# Waits for the end of the extraction, and fails if the extraction fails.
action "stitch_start_replication" "github" {
  config {
    source_id = var.source_id
    wait      = true
    timeout   = "1h"
  }
}

action "stitch_stop_replication" "github" {
  config {
    source_id = var.source_id
  }
}
