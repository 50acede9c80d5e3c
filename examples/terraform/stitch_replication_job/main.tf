# A job that runs once the streams are selected, and again whenever the version of the release changes. Apply waits for
# the end of the extraction and fails where that fails.

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

resource "stitch_source" "github" {
  type         = "platform.github"
  display_name = "GitHub Widgets"

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
  streams   = { issues = { fields = { exclude = [] } } }
}

resource "stitch_replication_job" "github" {
  source_id       = stitch_source.github.id
  triggers        = { release = var.release }
  wait            = true
  stop_on_destroy = true

  timeouts = {
    create = "1h"
  }

  depends_on = [stitch_stream_selections.github]
}

# What ran last, and what it had to say. The log is read only where something went wrong.
data "stitch_extractions" "github" {
  source_id  = stitch_source.github.id
  depends_on = [stitch_replication_job.github]
}

data "stitch_extraction_log" "failed" {
  for_each = toset([for each in data.stitch_extractions.github.extractions : each.job_name if each.status == "failed"])
  job_name = each.key
}

data "stitch_loads" "failed" {
  source_name = stitch_source.github.name
  failed_only = true
  depends_on  = [stitch_replication_job.github]
}
