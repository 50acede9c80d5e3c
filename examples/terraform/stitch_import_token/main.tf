# Tokens for the Import API that are rotated without a gap: add a generation and apply, change the producers to the new
# token, then remove the old generation and apply again. A source can have two tokens at a time.

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
  for_each = toset(var.generations)

  source_id = stitch_source.orders.id
}

# Tokens that were created in the web application are listed here too.
data "stitch_import_tokens" "orders" {
  source_id  = stitch_source.orders.id
  depends_on = [stitch_import_token.orders]
}
