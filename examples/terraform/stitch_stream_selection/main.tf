# One stream per resource, each with its own method, key and fields.

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

resource "stitch_source" "storefront" {
  type         = "platform.hp-postgres"
  display_name = "Storefront"

  properties = {
    host   = "storefront.acme.example"
    port   = "5432"
    user   = "stitch_reader"
    dbname = "storefront"
  }
  credentials_wo = {
    password = var.password
  }
}

# The id of a stream is <database>-<schema>-<table> for PostgreSQL.
resource "stitch_stream_selection" "orders" {
  source_id          = stitch_source.storefront.id
  stream             = "storefront-public-orders"
  replication_method = "INCREMENTAL"
  replication_key    = "updated_at"

  # Columns that are added later show up as drift. Then exclude them, or apply to replicate them.
  fields = { exclude = ["is_gift", "currency"] }

  # Stitch discovers the tables after the source is created, which can take a while.
  timeouts = {
    create = "30m"
  }
}

resource "stitch_stream_selection" "products" {
  source_id          = stitch_source.storefront.id
  stream             = "storefront-public-products"
  replication_method = "FULL_TABLE"
  fields             = { include = ["name", "price", "discontinued"] }
}

# A view has no primary key, so set the columns that identify a row.
resource "stitch_stream_selection" "customer_orders" {
  source_id           = stitch_source.storefront.id
  stream              = "storefront-reporting-customer_orders_view"
  replication_method  = "INCREMENTAL"
  replication_key     = "last_order_at"
  view_key_properties = ["customer_id"]
  fields              = { all = true }
}
