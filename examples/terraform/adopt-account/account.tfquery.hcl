# `terraform query -generate-config-out=account.tf` (Terraform 1.14 or newer) generates resources and import blocks for
# all objects. Without `limit`, a block lists at most 100 objects.

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

# Each selected stream of one source in a resource of its own.
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
