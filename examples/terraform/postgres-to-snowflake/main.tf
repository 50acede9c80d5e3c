# Replicates a PostgreSQL database behind a bastion host to Snowflake, with log-based replication if possible.

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

locals {
  # Tables with a primary key use log-based replication.
  tables = ["public-customers", "public-orders", "public-order_items", "public-products"]
}

resource "stitch_destination" "snowflake" {
  type = "snowflake"
  name = "Snowflake"

  properties = {
    host      = var.snowflake_host
    port      = "443"
    database  = "RAW"
    warehouse = "LOADING"
    role      = "STITCH_LOADER"
  }
  credentials_wo = {
    username = "STITCH"
    password = var.snowflake_password
  }
}

resource "stitch_source" "postgres" {
  type           = "platform.hp-postgres"
  display_name   = "Storefront"
  destination_id = stitch_destination.snowflake.id

  properties = {
    host                      = "10.20.0.12"
    port                      = "5432"
    user                      = "stitch_reader"
    dbname                    = var.database
    ssl                       = "true"
    ssh                       = "true"
    ssh_host                  = "bastion.acme.example"
    ssh_port                  = "22"
    ssh_user                  = "stitch"
    use_log_based_replication = "true"
    replication_slot_name     = "stitch"
  }
  credentials_wo = {
    password = var.postgres_password
  }
  schedule = {
    frequency_minutes = 30
  }
}

resource "stitch_stream_selections" "postgres" {
  source_id        = stitch_source.postgres.id
  unlisted_streams = "deselect"

  streams = merge(
    {
      for table in local.tables : "${var.database}-${table}" => {
        replication_method = "LOG_BASED"
        fields             = { all = true }
      }
    },
    {
      # Log-based replication is not possible for views.
      "${var.database}-reporting-customer_orders_view" = {
        replication_method  = "FULL_TABLE"
        view_key_properties = ["customer_id"]
        fields              = { all = true }
      }
    },
  )
}
