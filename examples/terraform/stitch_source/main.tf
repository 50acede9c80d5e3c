# A MySQL source with credentials, a schedule with an anchor time, and a wait for the connection check.

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
  display_name = "Shop Database" # the schema in the destination is `shop_database` and never changes
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

  # Every six hours, starting at 03:00 UTC.
  schedule = {
    frequency_minutes = 360
    anchor_time       = "2024-01-01T03:00:00Z"
  }

  # The apply fails if Stitch cannot connect to the database.
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

# The current step of the configuration changes by itself, so the data source has it and the resource does not.
data "stitch_source" "shop" {
  id = stitch_source.shop.id

  lifecycle {
    postcondition {
      condition     = contains(["field_selection", "fully_configured"], self.current_step)
      error_message = "Stitch has not discovered the streams of the source; it is at the step ${self.current_step}."
    }
  }
}
