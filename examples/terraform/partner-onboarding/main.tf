# A partner of Stitch creates an account for a customer and sets it up in the same run. The first `stitch` provider is the
# partner, who needs no API access token; the second is the customer's account, whose token is known once the account is
# there. Plans before that show what can be shown without asking Stitch.
#
# Destroying this deletes the source. The account is not deleted: Stitch cannot do that, so Terraform removes it from its
# state.

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
