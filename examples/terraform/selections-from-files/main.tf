# Selects the streams and fields that are listed in files. To select another one, add a line.

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

locals {
  # One row per stream. A cell that is empty becomes null.
  streams = { for row in csvdecode(file("${path.module}/streams.csv")) : row.stream => {
    method = row.method == "" ? null : row.method
    key    = row.key == "" ? null : row.key
  } }

  # One row per field: the fields of each stream. Streams without a row replicate all fields.
  fields = { for row in csvdecode(file("${path.module}/fields.csv")) : row.stream => row.field... }
}

resource "stitch_source" "storefront" {
  type         = "platform.hp-postgres"
  display_name = "Storefront"

  properties = {
    host   = "storefront.acme.example"
    port   = "5432"
    user   = "stitch_reader"
    dbname = "storefront"
    ssl    = "true"
  }
  credentials_wo = {
    password = var.storefront_password
  }
}

resource "stitch_stream_selections" "storefront" {
  source_id        = stitch_source.storefront.id
  unlisted_streams = "deselect"

  streams = { for name, stream in local.streams : name => {
    replication_method = stream.method
    replication_key    = stream.key
    fields = {
      all     = contains(keys(local.fields), name) ? null : true
      include = lookup(local.fields, name, null)
    }
  } }

  lifecycle {
    precondition {
      condition     = length(setsubtract(keys(local.fields), keys(local.streams))) == 0
      error_message = "Each stream in fields.csv must have a row in streams.csv."
    }
  }
}

resource "stitch_source" "github" {
  type         = "platform.github"
  display_name = "GitHub Widgets"

  properties = {
    repository = "acme/widgets"
    start_date = "2024-01-01T00:00:00Z"
  }
  credentials_wo = {
    access_token = var.github_token
  }
}

# A file in YAML can have the structure of the attribute itself.
resource "stitch_stream_selections" "github" {
  source_id = stitch_source.github.id
  streams   = yamldecode(file("${path.module}/github.yaml"))
}
