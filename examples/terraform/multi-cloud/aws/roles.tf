# CSV files in a bucket. Stitch generates the name and the external id of the role with which it reads them.
resource "stitch_source" "files" {
  type           = "platform.s3-csv"
  display_name   = "Supplier Files"
  destination_id = stitch_destination.databricks.id

  properties = {
    account_id = var.aws_account_id
    bucket     = var.files_bucket
    start_date = "2024-01-01T00:00:00Z"
    tables = jsonencode([{
      table_name     = "prices"
      search_prefix  = "suppliers"
      search_pattern = "prices.*\\.csv$"
      key_properties = "sku"
      date_overrides = "valid_from"
      delimiter      = ","
    }])
  }
}

resource "stitch_stream_selections" "files" {
  source_id = stitch_source.files.id
  streams   = { prices = { fields = { all = true } } }

  # Stitch can read the bucket, and so discover the streams, only once the role exists.
  depends_on = [var.files_role]
}

# Tables in DynamoDB, which Stitch reads with another role: a role serves one source.
resource "stitch_source" "carts" {
  type           = "platform.dynamodb"
  display_name   = "Carts"
  destination_id = stitch_destination.lake.id

  properties = {
    account_id  = var.aws_account_id
    region_name = var.dynamodb_region
    start_date  = "2024-01-01T00:00:00Z"
  }
}

resource "stitch_stream_selections" "carts" {
  source_id = stitch_source.carts.id

  streams = {
    for table in var.dynamodb_tables : table => { replication_method = "FULL_TABLE" }
  }

  depends_on = [var.carts_role]
}
