# A bucket with the data. The challenge file, with which Stitch tests its access, has to stay in the bucket.
resource "stitch_destination" "lake" {
  type = "s3"
  name = "Lake"

  properties = {
    s3_bucket            = var.lake_bucket
    output_file_format   = "jsonl"
    s3_key_format_string = "[integration_name]/[table_name]/[table_version]_[timestamp_loaded].jsonl"
  }
  credentials_wo = {
    sentinel_key = var.challenge_file
  }

  depends_on = [var.lake_ready]
}

# Databricks Delta Lake. Stitch stages the data in a bucket, which must be in the region of the Stitch account.
resource "stitch_destination" "databricks" {
  type = "databricks_delta"
  name = "Databricks"

  properties = {
    ssh_config   = jsonencode({ ssh = "false" })
    staging_area = jsonencode({ scheme = "s3", bucket_name = var.staging_bucket })
  }
  credentials_wo = {
    jdbc_url     = var.databricks_jdbc_url
    access_token = var.databricks_token
  }

  depends_on = [var.staging_ready]
}

locals {
  region = data.stitch_region.current.region

  bucket_policies = {
    lake    = provider::stitch::bucket_policy("s3", var.lake_bucket, local.region)
    staging = provider::stitch::bucket_policy("databricks_delta", var.staging_bucket, local.region)
  }
}
