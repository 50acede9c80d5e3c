# Tokens that exist only while Terraform runs and are in no state and no plan. A provider that pushes test records to the
# Import API, or writes a secret to a vault, would take them.

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

# Made when Terraform needs it, revoked when Terraform ends.
ephemeral "stitch_import_token" "orders" {
  source_id = stitch_source.orders.id
}

# For Stitch's JavaScript client, which Stitch has deprecated.
ephemeral "stitch_session" "embedded" {
  count = var.embedded ? 1 : 0
}
