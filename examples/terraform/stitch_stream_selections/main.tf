# All streams of a source in one resource. Other streams that are selected in Stitch are deselected.

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
  source_id        = stitch_source.github.id
  unlisted_streams = "deselect"

  streams = {
    issues          = { fields = { all = true } }
    issue_events    = { fields = { exclude = ["performed_via_github_app"] } }
    pull_requests   = { fields = { include = ["number", "title", "state", "merged_at"] } }
    reviews         = { fields = { include = ["state"] } }
    review_comments = { fields = { exclude = ["body"] } }
  }
}
