# From a PostgreSQL database in RDS to Redshift.
resource "stitch_destination" "redshift" {
  type = "redshift"
  name = "Redshift"

  properties = {
    host            = var.redshift_host
    port            = "5439"
    database        = var.redshift_database
    username        = "stitch"
    encryption_type = "none"
  }
  credentials_wo = {
    password = var.redshift_password
  }

  depends_on = [var.redshift_ready]
}

resource "stitch_source" "storefront" {
  type           = "platform.hp-postgres"
  display_name   = "Storefront"
  destination_id = stitch_destination.redshift.id

  properties = {
    host   = var.postgres_host
    port   = "5432"
    dbname = var.postgres_database
    user   = "stitch"
    ssl    = "true"
  }
  credentials_wo = {
    password = var.postgres_password
  }
  schedule = {
    frequency_minutes = 60
  }

  depends_on = [var.postgres_ready]
}

resource "stitch_stream_selections" "storefront" {
  source_id = stitch_source.storefront.id

  streams = {
    for table in var.postgres_tables :
    provider::stitch::stream_id(var.postgres_database, "public", table, "postgres") => {
      replication_method = "INCREMENTAL"
      replication_key    = "updated_at"
      fields             = { all = true }
    }
  }
}
