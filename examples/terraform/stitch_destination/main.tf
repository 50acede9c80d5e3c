# A Snowflake destination. An account on the Standard plan can have one destination.

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

resource "stitch_destination" "warehouse" {
  type        = "snowflake"
  name        = "Snowflake"
  description = "Owned by the data platform team"

  properties = {
    host      = "acme.eu-central-1.snowflakecomputing.example"
    port      = "443"
    database  = "RAW"
    warehouse = "LOADING"
    role      = "STITCH_LOADER"
  }

  # Stitch never returns these, and they are in no state and no plan. Without `credentials_wo_version`, a change is
  # detected by a salted hash in the private state of the resource.
  credentials_wo = {
    username = "STITCH"
    password = var.password
  }
  credentials_wo_version = 1

  # Sources without a destination are not mapped to this one.
  ignore_unmapped_sources = true

  connection_check = {
    wait       = true
    on_failure = "error"
  }
}
