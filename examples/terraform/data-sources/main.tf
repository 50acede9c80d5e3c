# Reads the objects of an account and the types that Stitch offers.

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

data "stitch_destinations" "all" {}

# A destination by its name, which can be managed by another configuration.
data "stitch_destination" "warehouse" {
  name = var.destination
}

data "stitch_post_load_hooks" "warehouse" {
  destination_id = data.stitch_destination.warehouse.id
}

data "stitch_sources" "paused" {
  paused = true
}

# The current state of a source: its configuration step, its schedule, its last connection check.
data "stitch_source" "github" {
  id = var.source_id
}

# The result of the last connection check, with the messages of each phase.
data "stitch_connection_check" "github" {
  source_id = var.source_id
}

data "stitch_streams" "selected" {
  source_id = var.source_id
  selected  = true
}

# One stream with its fields.
data "stitch_stream" "issues" {
  source_id = var.source_id
  stream    = "issues"
}

data "stitch_import_tokens" "orders" {
  source_id = var.import_api_source_id
}

# The sources whose last extraction failed.
data "stitch_extractions" "failed" {
  failed_only = true
}

# The log of each extraction that failed.
data "stitch_extraction_log" "failed" {
  for_each = toset(data.stitch_extractions.failed.extractions[*].job_name)

  job_name = each.key
}

# The streams of a source that could not be loaded into the destination.
data "stitch_loads" "failed" {
  source_id   = var.source_id
  failed_only = true
}

data "stitch_notification_emails" "enabled" {
  enabled = true
}

# The SaaS applications that need not be authorized in the web application.
data "stitch_source_types" "unattended" {
  kind           = "saas"
  oauth          = false
  pipeline_state = "released"
}

data "stitch_source_type" "github" {
  type = "platform.github"
}

# All destination types that are released.
data "stitch_destination_types" "released" {
  pipeline_state = "released"
}

# The properties of a Snowflake destination.
data "stitch_destination_type" "snowflake" {
  type = "snowflake"
}

# The addresses from which Stitch connects, for firewalls. This needs no API access token.
data "stitch_region" "europe" {
  region = "eu-central-1"
}
