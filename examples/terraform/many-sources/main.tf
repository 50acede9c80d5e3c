# Creates sources from a map. To add a repository, add a line.

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
  for_each = var.repositories

  type         = "platform.github"
  display_name = each.key
  paused       = each.value.paused

  properties = {
    repository = each.value.repository
    start_date = each.value.start_date
  }
  credentials_wo = {
    access_token = var.github_token
  }
  schedule = {
    frequency_minutes = each.value.minutes
  }
}

resource "stitch_stream_selections" "github" {
  for_each = var.repositories

  source_id = stitch_source.github[each.key].id
  streams   = { for stream in each.value.streams : stream => { fields = { all = true } } }
}
