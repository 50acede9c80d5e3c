# The Stitch part of a pipeline in Google Cloud: Cloud SQL for PostgreSQL to BigQuery.

terraform {
  required_version = ">= 1.11"

  required_providers {
    stitch = {
      source  = "stitchdata/stitch"
      version = "~> 0.1"
    }
  }
}

data "stitch_region" "current" {
  region = var.region
}

resource "stitch_destination" "bigquery" {
  type = "bigquery_v2"
  name = "BigQuery"

  properties = {
    cloud_storage_location = var.cloud_storage_location
    loading_mode           = "UPSERT"
  }
  credentials_wo = {
    service_account_credentials = var.service_account_key
  }

  depends_on = [var.bigquery_ready]
}

resource "stitch_source" "storefront" {
  type           = "platform.hp-cloudsql-pg"
  display_name   = "Storefront"
  destination_id = stitch_destination.bigquery.id

  properties = {
    host   = var.postgres_host
    port   = "5432"
    dbname = var.postgres_database
    user   = "stitch"
    ssl    = "true"
  }
  credentials_wo = {
    password = var.postgres_password
  }
  schedule = {
    frequency_minutes = 60
  }

  depends_on = [var.postgres_ready]
}

resource "stitch_stream_selections" "storefront" {
  source_id = stitch_source.storefront.id

  streams = {
    for table in var.postgres_tables :
    provider::stitch::stream_id(var.postgres_database, "public", table, "postgres") => {
      replication_method = "INCREMENTAL"
      replication_key    = "updated_at"
      fields             = { all = true }
    }
  }
}
