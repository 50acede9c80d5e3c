# A data warehouse, a database and a SaaS application that are replicated to it, and their selected streams.
# `scripts/demo` runs this against a simulated account.

terraform {
  required_version = ">= 1.11" # for write-only attributes: the secrets below are in no state and no plan

  required_providers {
    stitch = {
      source  = "stitchdata/stitch"
      version = "~> 0.1"
    }
  }
}

# The API access token is in the environment variable STITCH_API_TOKEN.
provider "stitch" {}

resource "stitch_destination" "warehouse" {
  type        = "postgres"
  name        = "Analytics"
  description = "Reporting warehouse"

  properties = {
    host            = "warehouse.acme.example"
    port            = "5432"
    database        = "analytics"
    username        = "stitch_loader"
    ssl             = "true"
    encryption_type = "none"
  }
  credentials_wo = {
    password = var.warehouse_password
  }
}

resource "stitch_source" "storefront" {
  type           = "platform.hp-postgres"
  display_name   = "Storefront"
  destination_id = stitch_destination.warehouse.id

  properties = {
    host   = "storefront.acme.example"
    port   = "5432"
    user   = "stitch_reader"
    dbname = "storefront"
    ssl    = "true"
  }
  credentials_wo = {
    password = var.storefront_password
  }
  schedule = {
    frequency_minutes = 30
  }
}

resource "stitch_source" "github" {
  type           = "platform.github"
  display_name   = "GitHub Widgets"
  destination_id = stitch_destination.warehouse.id

  properties = {
    repository = "acme/widgets"
    start_date = "2024-01-01T00:00:00Z"
  }
  credentials_wo = {
    access_token = var.github_token
  }
  schedule = {
    cron = "0 0 6 ? * MON-FRI"
  }
}

# All columns except one.
resource "stitch_stream_selection" "orders" {
  source_id          = stitch_source.storefront.id
  stream             = "storefront-public-orders"
  replication_method = "INCREMENTAL"
  replication_key    = "updated_at"
  fields             = { exclude = ["is_gift"] }
}

# Some columns. The primary key is always replicated.
resource "stitch_stream_selection" "customers" {
  source_id          = stitch_source.storefront.id
  stream             = "storefront-public-customers"
  replication_method = "INCREMENTAL"
  replication_key    = "updated_at"
  fields             = { include = ["email", "full_name", "updated_at"] }
}

# A view has no primary key, so its rows are identified by these columns.
resource "stitch_stream_selection" "customer_orders" {
  source_id           = stitch_source.storefront.id
  stream              = "storefront-reporting-customer_orders_view"
  replication_method  = "FULL_TABLE"
  view_key_properties = ["customer_id"]
  fields              = { all = true }
}

# Several streams in one resource, with one read and one write.
resource "stitch_stream_selections" "github" {
  source_id = stitch_source.github.id

  streams = {
    issues        = { fields = { include = ["number", "title", "state", "created_at", "closed_at"] } }
    pull_requests = { fields = { exclude = ["body"] } }
    releases      = { fields = { all = true } }
  }
}
