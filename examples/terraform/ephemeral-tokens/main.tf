# Tokens that exist only during a run, and are in no state and no plan. For example, a provider that sends test
# records to the Import API can use them.

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

# Created when it is needed, and revoked at the end of the run.
ephemeral "stitch_import_token" "orders" {
  source_id = stitch_source.orders.id
}

# For the JavaScript client of Stitch, which is deprecated.
ephemeral "stitch_session" "embedded" {}
