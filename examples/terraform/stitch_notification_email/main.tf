# Addresses to which Stitch sends notifications. One of them is disabled.

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

resource "stitch_notification_email" "team" {
  email_address = "data-platform@acme.example"
}

resource "stitch_notification_email" "on_call" {
  email_address = "on-call@acme.example"
  enabled       = false
}

data "stitch_notification_emails" "enabled" {
  enabled    = true
  depends_on = [stitch_notification_email.team, stitch_notification_email.on_call]
}
