# Two ways to create a source that requires OAuth:
#
# 1. HubSpot with the OAuth client of Stitch. Apply once: the source is created at the step `oauth`, with a warning. Open
#    it in the Stitch web application, authorize it, then apply again with `hubspot_authorized = true`.
# 2. Stripe with your own OAuth client. Set the values that your OAuth handshake returned. The source then needs no
#    authorization in the web application.

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

resource "stitch_source" "hubspot" {
  type         = "platform.hubspot"
  display_name = "HubSpot"

  properties = {
    start_date = "2024-01-01T00:00:00Z"
  }
}

# Stitch discovers the streams once the source is authorized.
resource "stitch_stream_selections" "hubspot" {
  count = var.hubspot_authorized ? 1 : 0

  source_id = stitch_source.hubspot.id
  streams = {
    campaigns = { fields = { all = true } }
    contacts  = { fields = { all = true } }
  }
}

# Read after the selection, which is the last step of the configuration.
data "stitch_source" "hubspot" {
  id = stitch_source.hubspot.id

  depends_on = [stitch_stream_selections.hubspot]
}

resource "stitch_source" "stripe" {
  type         = "platform.stripe"
  display_name = "Stripe"

  properties = {
    start_date = "2024-01-01T00:00:00Z"
    account_id = var.stripe_account_id
  }
  credentials_wo = {
    client_secret = var.stripe_client_secret
  }
}

resource "stitch_stream_selections" "stripe" {
  source_id = stitch_source.stripe.id
  streams = {
    charges = { fields = { all = true } }
    coupons = { fields = { exclude = ["metadata"] } }
  }
}
