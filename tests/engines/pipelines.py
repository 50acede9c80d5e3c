"""A configuration with everything that a replication job needs: a source, a destination and a selected stream."""

from __future__ import annotations

PIPELINE = """
resource "stitch_destination" "warehouse" {
  type = "postgres"
  name = "Analytics"
  properties = {
    host            = "warehouse.acme.example"
    port            = "5432"
    database        = "analytics"
    username        = "stitch_loader"
    ssl             = "true"
    encryption_type = "none"
  }
  credentials_wo = { password = "secret-1" }
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
  }
  credentials_wo = { password = "secret-1" }
}

resource "stitch_stream_selection" "orders" {
  source_id          = stitch_source.storefront.id
  stream             = "storefront-public-orders"
  replication_method = "FULL_TABLE"
  fields             = { all = true }
}
"""
