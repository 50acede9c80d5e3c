# An account that a partner of Stitch creates for a customer. The objects in the account can be managed in another
# configuration, or in this one with a second provider (see the example partner-onboarding).

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

resource "stitch_account" "customer" {
  first_name = "Ada"
  last_name  = "Lovelace"
  company    = "Acme"
  email      = "ada@acme.example"
  region     = "eu-central-1"
}
