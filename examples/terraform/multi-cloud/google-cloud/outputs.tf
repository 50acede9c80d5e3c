output "cidr_blocks" {
  description = "Addresses from which Stitch connects to databases."
  value       = data.stitch_region.current.cidr_blocks
}

output "project" {
  description = "Project of the service account, which Stitch reads from its key."
  value       = stitch_destination.bigquery.effective_properties["project_id"]
}

output "dataset" {
  description = "Dataset in BigQuery that the tables load into."
  value       = stitch_source.storefront.name
}
