output "schema" {
  description = "Schema in the database RAW that the tables load into."
  value       = stitch_source.postgres.name
}
