output "destination_id" {
  description = "Id of the warehouse in Stitch."
  value       = stitch_destination.warehouse.id
}

output "schemas" {
  description = "Schema in the warehouse that each source loads into."
  value = {
    storefront = stitch_source.storefront.name
    github     = stitch_source.github.name
  }
}
