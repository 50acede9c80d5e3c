# Imports existing objects without changing them.
#
# You only need to write the import blocks: `terraform plan -generate-config-out=generated.tf` generates the resources,
# and the plan after that changes nothing. For that command, add `provider = stitch` to each import block, and delete it
# after that: Terraform does not accept it once the resource is in the configuration.
#
# Stitch does not return credentials. If you leave them out, they are not changed.

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

import {
  to = stitch_destination.warehouse
  id = var.destination_id
}

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
}

import {
  to = stitch_source.github
  id = var.source_id
}

resource "stitch_source" "github" {
  type         = "platform.github"
  display_name = "GitHub Widgets"

  properties = {
    repository = "acme/widgets"
    start_date = "2024-01-01T00:00:00Z"
  }
  schedule = {
    frequency_minutes = 60
  }
}

# With Terraform or OpenTofu 1.12 or newer, an identity can be used in place of the id:
#   identity = { source_id = "731905", stream = "issues" }
import {
  to = stitch_stream_selection.issues
  id = "${var.source_id}/issues"
}

resource "stitch_stream_selection" "issues" {
  source_id = stitch_source.github.id
  stream    = "issues"
  fields    = { include = ["title", "state"] }
}
