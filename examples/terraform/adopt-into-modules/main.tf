# Imports existing sources into the instances of a module, without changing them. The import blocks are in the module.
# Remove them after the first apply.

terraform {
  required_version = ">= 1.16"

  required_providers {
    stitch = {
      source  = "stitchdata/stitch"
      version = "~> 0.1"
    }
  }
}

provider "stitch" {}

module "repository" {
  source   = "./repository"
  for_each = var.source_ids

  repository = each.key
  source_id  = each.value
}
