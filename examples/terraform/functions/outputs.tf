# With this name, grants can be created before the source exists.
output "schema" {
  description = "Schema in the warehouse that the source will load into."
  value       = provider::stitch::schema_name("GitHub Widgets")
}

output "streams" {
  description = "Names of the tables of a database in Stitch."
  value = [
    for table in ["customers", "orders"] : provider::stitch::stream_id("storefront", "public", table, "postgres")
  ]
}

output "tables" {
  description = "Database, schema and table of a stream."
  value       = provider::stitch::parse_stream_id("storefront-public-orders", "postgres")
}

output "next_runs" {
  description = "The next three times at which a schedule fires after a given time."
  value       = provider::stitch::quartz_next("0 0 6 ? * MON-FRI", "2026-11-26T09:30:00Z", 3)
}

output "bucket_policy" {
  description = "Policy of the bucket that an Amazon S3 destination loads into."
  value       = provider::stitch::bucket_policy("s3", "acme-lake", "eu-central-1")
}
