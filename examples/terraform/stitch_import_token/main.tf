# A token for the Import API, which is replaced without a gap: another `token_version` makes the new one before it
# revokes the old one.

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

resource "stitch_source" "orders" {
  type         = "import_api"
  display_name = "Orders Feed"
}

resource "stitch_import_token" "orders" {
  source_id = stitch_source.orders.id
  triggers  = { version = var.token_version }

  # A source can have two tokens: exactly enough for this.
  lifecycle {
    create_before_destroy = true
  }
}

# Somebody who makes tokens by hand shows up here.
data "stitch_import_tokens" "orders" {
  source_id  = stitch_source.orders.id
  depends_on = [stitch_import_token.orders]
}
