# Stitch calls an address after each load of a table, for example to start a transformation.

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
  credentials_wo = {
    password = var.warehouse_password
  }
}

resource "stitch_post_load_hook" "transform" {
  destination_id = stitch_destination.warehouse.id
  url            = "https://transform.acme.example/stitch"
}

# The address contains a token, so it is not stored in the state.
resource "stitch_post_load_hook" "chat" {
  destination_id = stitch_destination.warehouse.id
  url_wo         = var.chat_url
}

data "stitch_post_load_hooks" "warehouse" {
  destination_id = stitch_destination.warehouse.id
  depends_on     = [stitch_post_load_hook.transform, stitch_post_load_hook.chat]
}
