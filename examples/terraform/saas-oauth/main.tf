# A SaaS application that a person authorises. Two ways:
#
# 1. HubSpot through Stitch's own OAuth client. Apply once: the source is created and waits at the step `oauth`, which a
#    warning says. Open it in the Stitch web application, authorise it, then apply again with `hubspot_authorised = true`.
# 2. Stripe through an OAuth client of your own: hand over what its handshake gave you, and no person is needed.

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

# Streams are known only after somebody has authorised the source.
resource "stitch_stream_selections" "hubspot" {
  count = var.hubspot_authorised ? 1 : 0

  source_id = stitch_source.hubspot.id
  streams = {
    campaigns = { fields = { exclude = [] } }
    contacts  = { fields = { exclude = [] } }
  }
}

# Read after the selection, which is the last step of the set-up.
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
    charges = { fields = { exclude = [] } }
    coupons = { fields = { exclude = ["metadata"] } }
  }
}
