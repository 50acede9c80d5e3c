# A partner of Stitch creates an account for a customer, and the objects in it, in the same run. The first provider
# configuration has the credentials of the partner and needs no API access token. The second one has the token of the
# account, which is known once the account is created. Until then, plans cannot be checked by Stitch.
#
# Destroying this deletes the source. Stitch cannot delete the account, so it is only removed from the state.

terraform {
  required_version = ">= 1.11"

  required_providers {
    stitch = {
      source  = "stitchdata/stitch"
      version = "~> 0.1"
    }
  }
}

provider "stitch" {
  partner_id     = var.partner_id
  partner_secret = var.partner_secret
}

provider "stitch" {
  alias     = "customer"
  api_token = stitch_account.customer.access_token
}

# A change here creates another account. In production, add `lifecycle { prevent_destroy = true }`.
resource "stitch_account" "customer" {
  first_name = "Ada"
  last_name  = "Lovelace"
  company    = "Acme"
  email      = "ada@acme.example"
  region     = "eu-central-1"
}

resource "stitch_source" "events" {
  provider = stitch.customer

  type         = "import_api"
  display_name = "Product Events"
}

resource "stitch_import_token" "events" {
  provider = stitch.customer

  source_id = stitch_source.events.id
}

resource "stitch_notification_email" "partner" {
  provider = stitch.customer

  email_address = "stitch-alerts@partner.example"
}
