# What the account has and what Stitch offers, to look at or to build on.

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

# Which SaaS applications can be connected without anybody authorising them by hand?
data "stitch_source_types" "unattended" {
  kind           = "saas"
  oauth          = false
  pipeline_state = "released"
}

# What does a Snowflake destination take?
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

# Every stream that Stitch found in it.
data "stitch_streams" "github" {
  source_id = stitch_source.github.id

  # The source is done with discovery once it exists.
  depends_on = [stitch_source.github]
}

# One of them with its fields.
data "stitch_stream" "issues" {
  source_id = stitch_source.github.id
  stream    = "issues"

  depends_on = [stitch_source.github]
}

# What Stitch says of the source by now: its current step, its schedule, when it was checked last.
data "stitch_source" "github" {
  id = stitch_source.github.id
}

# Can Stitch reach it?
data "stitch_connection_check" "github" {
  source_id = stitch_source.github.id
}

# A destination by its name, for configurations that do not make it themselves.
data "stitch_destination" "warehouse" {
  count = var.warehouse == null ? 0 : 1
  name  = var.warehouse
}

# Which destinations does the service list?
data "stitch_destination_types" "released" {
  pipeline_state = "released"
}

# Which sources failed the last time they were replicated? Stitch allows 30 of these requests in 10 minutes.
data "stitch_extractions" "failed" {
  failed_only = true
  depends_on  = [stitch_source.github]
}
