# Two ways to rotate the tokens of Import API sources without a gap. Stitch allows two tokens per source at a time.

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

# 1. At once, in one apply: another `rotated_on` makes the new token, hands it to everything below that takes it, then
#    revokes the old one. Between rotations the source has one token, which leaves the place that the new one needs.

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

# 2. With an overlap, in two applies: producers that pick up a new token at their own pace keep the old one until then.
#    Append a generation and apply; once everybody has the new token, take the old generation out and apply again.

resource "stitch_source" "shipments" {
  type         = "import_api"
  display_name = "Shipments Feed"
}

resource "stitch_import_token" "shipments" {
  for_each = toset(var.generations)

  source_id = stitch_source.shipments.id
}
