# `terraform query -generate-config-out=account.tf` (Terraform 1.14 or newer) writes resources and import blocks for all
# that is found. A block without `limit` stops at 100.

list "stitch_destination" "all" {
  provider = stitch
}

list "stitch_source" "github" {
  provider = stitch
  limit    = 1000

  config {
    type = "platform.github"
  }
}

# All selected streams of a source in one resource.
list "stitch_stream_selections" "all" {
  provider = stitch
  limit    = 1000
}

# Or each of them in one of its own: these, of one source.
list "stitch_stream_selection" "of_one_source" {
  provider = stitch
  limit    = 1000

  config {
    source_id = var.source_id
  }
}

list "stitch_import_token" "all" {
  provider = stitch
}

list "stitch_notification_email" "enabled" {
  provider = stitch

  config {
    enabled = true
  }
}

list "stitch_post_load_hook" "all" {
  provider = stitch
}
