# A Snowflake destination. Stitch takes one destination per account on the Standard plan.

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

  # Stitch never shows these again. They are in no state and no plan; without `credentials_wo_version`, a salted hash in
  # the provider's private state tells when they change.
  credentials_wo = {
    username = "STITCH"
    password = var.password
  }
  credentials_wo_version = 1

  # Sources that have no destination yet stay without one.
  ignore_unmapped_sources = true

  connection_check = {
    wait       = true
    on_failure = "error"
  }
}
