# The Stitch part of a pipeline in Azure: SQL Database to Synapse Analytics.

terraform {
  required_version = ">= 1.11"

  required_providers {
    stitch = {
      source  = "stitchdata/stitch"
      version = "~> 0.1"
    }
  }
}

data "stitch_region" "current" {
  region = var.region
}

resource "stitch_destination" "synapse" {
  type = "azure_sqldw"
  name = "Synapse"

  properties = {
    host            = var.synapse_host
    port            = "1433"
    database        = var.synapse_database
    username        = "stitch"
    encryption_type = "none"
  }
  credentials_wo = {
    password                    = var.synapse_password
    azure_storage_account_token = var.storage_access_key
    azure_storage_sas_url       = var.storage_sas_url
  }

  depends_on = [var.synapse_ready]
}

resource "stitch_source" "storefront" {
  type           = "platform.mssql"
  display_name   = "Storefront"
  destination_id = stitch_destination.synapse.id

  properties = {
    host     = var.sql_host
    port     = "1433"
    database = var.sql_database
    user     = "stitch"
    ssl      = "true"
  }
  credentials_wo = {
    password = var.sql_password
  }
  schedule = {
    frequency_minutes = 60
  }

  depends_on = [var.sql_ready]
}

resource "stitch_stream_selections" "storefront" {
  source_id = stitch_source.storefront.id

  streams = {
    for table in var.sql_tables :
    provider::stitch::stream_id(var.sql_database, "dbo", table, "mssql") => {
      replication_method = "INCREMENTAL"
      replication_key    = "UpdatedAt"
      fields             = { all = true }
    }
  }
}

locals {
  # A firewall rule in Azure has a name, and a first and a last address in place of a CIDR block.
  addresses = {
    for block in data.stitch_region.current.cidr_blocks : "stitch-${replace(cidrhost(block, 0), ".", "-")}" => cidrhost(block, 0)
  }
}
