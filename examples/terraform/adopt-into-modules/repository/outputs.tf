output "schema" {
  description = "Schema in the destination that the source loads into."
  value       = stitch_source.this.name
}
