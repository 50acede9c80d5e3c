# The Stitch part of pipelines in AWS: RDS PostgreSQL to Redshift, CSV files in S3 to Databricks, DynamoDB to S3.

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
