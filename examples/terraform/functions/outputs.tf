# Grants can be written before the source exists.
output "schema" {
  description = "Schema in the warehouse that the source will load into."
  value       = provider::stitch::schema_name(var.display_name)
}

output "streams" {
  description = "Tables of a database as Stitch will name them."
  value       = [for table in var.tables : provider::stitch::stream_id("storefront", "public", table, "postgres")]
}

output "tables" {
  description = "The way back: database, schema and table of a stream."
  value       = provider::stitch::parse_stream_id("storefront-public-orders", "postgres")
}

output "next_runs" {
  description = "When a schedule fires next, counted from a moment."
  value       = provider::stitch::quartz_next("0 0 6 ? * MON-FRI", var.after, 3)
}
