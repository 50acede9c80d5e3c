# A MySQL source: settings, credentials, a schedule with an anchor, and a wait for the connection check.

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

resource "stitch_source" "shop" {
  type         = "platform.hp-mysql"
  display_name = "Shop Database" # the schema in the destination becomes `shop_database`, for good
  paused       = var.paused

  properties = {
    host                      = "shop.acme.example"
    port                      = "3306"
    user                      = "stitch"
    use_log_based_replication = "true"
    ssl                       = "true"
  }
  credentials_wo = {
    password = var.password
  }

  # Every six hours, counted from three in the morning UTC.
  schedule = {
    frequency_minutes = 360
    anchor_time       = "2024-01-01T03:00:00Z"
  }

  # Apply fails where Stitch cannot connect, instead of leaving that to be found out later.
  connection_check = {
    wait       = true
    on_failure = "error"
  }
  wait_for = "discover_schema"

  timeouts = {
    create = "10m"
    update = "10m"
  }
}

# How far the set-up in Stitch is moves by itself, so the data source shows it and the resource does not.
data "stitch_source" "shop" {
  id = stitch_source.shop.id

  lifecycle {
    postcondition {
      condition     = contains(["field_selection", "fully_configured"], self.current_step)
      error_message = "Stitch has not discovered the streams of the source; it is at the step ${self.current_step}."
    }
  }
}
