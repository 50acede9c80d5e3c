# Every resource, with as many attributes as one object can have. scripts/store-states applies it.

terraform {
  required_providers {
    stitch = {
      source = "stitchdata/stitch"
    }
  }
}

provider "stitch" {}

resource "stitch_account" "it" {
  first_name = "Ada"
  last_name  = "Example"
  company    = "Acme"
  email      = "ada@acme.example"
  region     = "us-east-1"
}

resource "stitch_notification_email" "it" {
  email_address = "oncall@acme.example"
  enabled       = false
}

resource "stitch_destination" "it" {
  type        = "postgres"
  name        = "Analytics"
  description = "For the analysts"

  properties = {
    host            = "warehouse.acme.example"
    port            = "5432"
    database        = "analytics"
    ssl             = "true"
    encryption_type = "none"
  }
  credentials = {
    username = "stitch_loader"
    password = "secret-1"
  }

  ignore_unmapped_sources = false

  connection_check = {
    on_failure = "warn"
  }
  timeouts = {
    create = "5m"
    update = "6m"
    delete = "7m"
  }
}

resource "stitch_post_load_hook" "it" {
  destination_id = stitch_destination.it.id
  url            = "https://hooks.acme.example/stitch"
  enabled        = false
}

resource "stitch_source" "feed" {
  type           = "import_api"
  display_name   = "Feed"
  destination_id = stitch_destination.it.id
}

resource "stitch_import_token" "it" {
  source_id = stitch_source.feed.id

  triggers = {
    rotated = "2026-01"
  }
}

resource "stitch_source" "it" {
  type           = "platform.hp-postgres"
  display_name   = "Storefront"
  destination_id = stitch_destination.it.id

  properties = {
    host   = "storefront.acme.example"
    port   = "5432"
    dbname = "storefront"
    user   = "stitch_reader"
  }
  credentials_wo = {
    password = "secret-2"
  }

  schedule = {
    frequency_minutes = 360
    anchor_time       = "2024-05-14T09:30:00Z"
  }
  paused = false

  connection_check = {
    on_failure = "error"
  }
  timeouts = {
    create = "5m"
  }

  depends_on = [stitch_source.feed] # which therefore has the lower id
}

resource "stitch_stream_selection" "it" {
  source_id = stitch_source.it.id
  stream    = "storefront-public-orders"
  fields    = { exclude = ["total_amount"] }

  replication_method = "INCREMENTAL"
  replication_key    = "updated_at"

  timeouts = {
    create = "5m"
    update = "6m"
  }
}

resource "stitch_stream_selections" "it" {
  source_id        = stitch_source.it.id
  unlisted_streams = "ignore"

  streams = {
    storefront-public-customers = {
      fields             = { include = ["email"] }
      replication_method = "FULL_TABLE"
    }
    storefront-public-products = {
      selected = false
    }
    storefront-reporting-customer_orders_view = {
      replication_method  = "FULL_TABLE"
      view_key_properties = ["customer_id"]
    }
  }

  timeouts = {
    create = "5m"
  }
}

resource "stitch_replication_job" "it" {
  source_id       = stitch_stream_selection.it.source_id
  wait            = true
  stop_on_destroy = true

  triggers = {
    release = "7"
  }
  timeouts = {
    create = "5m"
  }
}
