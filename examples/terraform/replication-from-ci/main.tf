# Replication as a step of a pipeline: every release replicates once, and the pipeline fails where the extraction fails.
# Later steps can read what was extracted and loaded.
#
#     terraform apply -auto-approve -var release="$CI_COMMIT_SHA"
#
# A release that is applied again changes nothing. One that failed is tainted, so the next apply starts another job.

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

resource "stitch_stream_selections" "github" {
  source_id = stitch_source.github.id

  streams = {
    issues   = { fields = { exclude = ["body"] } }
    releases = { fields = { all = true } }
  }
}

resource "stitch_replication_job" "release" {
  source_id = stitch_stream_selections.github.source_id
  triggers  = { release = var.release }
  wait      = true

  # A job that the schedule started earlier may not include what this release changed, so it is not used.
  on_already_running = "error"

  # Destroying the resource stops a job that is running.
  stop_on_destroy = true

  timeouts = {
    create = "45m"
  }
}

# The log of this job, as long as Stitch keeps it.
data "stitch_extraction_log" "release" {
  job_name = stitch_replication_job.release.job_name
}

# Data is loaded some minutes after its extraction, so an error of a load is only a warning here.
data "stitch_loads" "failed" {
  source_id   = stitch_source.github.id
  failed_only = true

  depends_on = [stitch_replication_job.release]
}

check "loads" {
  assert {
    condition     = length(data.stitch_loads.failed.loads) == 0
    error_message = "Not loaded: ${join(", ", data.stitch_loads.failed.loads[*].stream)}."
  }
}

# Every source of the account whose last extraction failed.
data "stitch_extractions" "failed" {
  failed_only = true

  depends_on = [stitch_replication_job.release]
}
