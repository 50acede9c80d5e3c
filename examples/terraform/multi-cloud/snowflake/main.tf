# The Stitch part of a pipeline to Snowflake, with credentials that are replaced without an interruption.

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

resource "stitch_destination" "snowflake" {
  type = "snowflake"
  name = "Snowflake"

  properties = {
    host      = var.snowflake_host
    port      = "443"
    database  = var.database
    warehouse = var.warehouse
    role      = var.role
  }

  # The user name is a credential of this type. User and password are sent together when either of them changes.
  credentials_wo = {
    username = var.user
    password = var.password
  }
  connection_check = { wait = true }

  depends_on = [var.snowflake_ready]
}
