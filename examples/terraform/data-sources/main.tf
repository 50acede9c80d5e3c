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

data "stitch_sources" "paused" {
  paused = true
}

# The SaaS applications that need not be authorised in the web application.
data "stitch_source_types" "unattended" {
  kind           = "saas"
  oauth          = false
  pipeline_state = "released"
}

# The properties of a Snowflake destination.
data "stitch_destination_type" "snowflake" {
  type = "snowflake"
}

data "stitch_source_type" "github" {
  type = "platform.github"
}

resource "stitch_source" "github" {
  type         = data.stitch_source_type.github.type
  display_name = "GitHub Widgets"
  wait_for     = "discover_schema"

  properties = {
    repository = "acme/widgets"
    start_date = "2024-01-01T00:00:00Z"
  }
  credentials_wo = {
    access_token = var.github_token
  }
}

# All streams of the source.
data "stitch_streams" "github" {
  source_id = stitch_source.github.id

  # The creation of the source waits until its streams are discovered.
  depends_on = [stitch_source.github]
}

# One stream with its fields.
data "stitch_stream" "issues" {
  source_id = stitch_source.github.id
  stream    = "issues"

  depends_on = [stitch_source.github]
}

# The current state of the source: its configuration step, its schedule, its last check.
data "stitch_source" "github" {
  id = stitch_source.github.id
}

# The result of the last connection check.
data "stitch_connection_check" "github" {
  source_id = stitch_source.github.id
}

# A destination by its name, which can be managed by another configuration.
data "stitch_destination" "warehouse" {
  count = var.warehouse == null ? 0 : 1
  name  = var.warehouse
}

# All destination types that are released.
data "stitch_destination_types" "released" {
  pipeline_state = "released"
}

# Which sources failed the last time they were replicated? Stitch allows 30 of these requests in 10 minutes.
data "stitch_extractions" "failed" {
  failed_only = true
  depends_on  = [stitch_source.github]
}

# The addresses from which Stitch connects, for firewalls. This needs no API access token.
data "stitch_region" "europe" {
  region = "eu-central-1"
}
