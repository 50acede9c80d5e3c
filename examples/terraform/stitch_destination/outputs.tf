output "id" {
  description = "Id of the destination, for `destination_id` of sources."
  value       = stitch_destination.warehouse.id
}

output "effective_properties" {
  description = "Every setting as Stitch shows it, those included that it filled in itself."
  value       = stitch_destination.warehouse.effective_properties
}
