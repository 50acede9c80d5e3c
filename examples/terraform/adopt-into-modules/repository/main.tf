# A source that replicates a repository of GitHub, and its streams.

terraform {
  required_version = ">= 1.16"

  required_providers {
    stitch = {
      source  = "stitchdata/stitch"
      version = "~> 0.1"
    }
  }
}

import {
  to = stitch_source.this
  id = var.source_id
}

resource "stitch_source" "this" {
  type         = "platform.github"
  display_name = var.repository

  properties = {
    repository = var.repository
    start_date = "2024-01-01T00:00:00Z"
  }
}

import {
  to = stitch_stream_selections.this
  id = var.source_id
}

resource "stitch_stream_selections" "this" {
  source_id = stitch_source.this.id
  streams   = { issues = { fields = { include = ["title", "state"] } } }
}
