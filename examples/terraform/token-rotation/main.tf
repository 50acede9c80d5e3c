# Two ways to rotate the tokens of Import API sources without an interruption. A source can have two tokens.

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

# 1. In one apply: when `rotated_on` changes, it creates the new token, updates everything that refers to it, and
#    then revokes the old one. Between rotations the source has one token, which leaves room for the new one.

resource "stitch_source" "orders" {
  type         = "import_api"
  display_name = "Orders Feed"
}

resource "stitch_import_token" "orders" {
  source_id = stitch_source.orders.id
  triggers  = { rotated_on = var.rotated_on }

  lifecycle {
    create_before_destroy = true
  }
}

# 2. In two applies, with an overlap: both tokens are valid until every producer has the new one. Append a generation and
#    apply. Once all producers have the new token, remove the old generation and apply again.

resource "stitch_source" "shipments" {
  type         = "import_api"
  display_name = "Shipments Feed"
}

resource "stitch_import_token" "shipments" {
  for_each = toset(var.generations)

  source_id = stitch_source.shipments.id
}
