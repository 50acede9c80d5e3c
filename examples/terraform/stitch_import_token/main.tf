# A token for the Import API that is replaced without a gap: when `token_version` changes, Terraform creates the new
# token before it revokes the old one.

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

  # A source can have two tokens at a time, which is enough for this.
  lifecycle {
    create_before_destroy = true
  }
}

# Tokens that were created outside of Terraform are listed here too.
data "stitch_import_tokens" "orders" {
  source_id  = stitch_source.orders.id
  depends_on = [stitch_import_token.orders]
}
