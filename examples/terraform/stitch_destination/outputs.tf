output "id" {
  description = "Id of the destination, for `destination_id` of sources."
  value       = stitch_destination.warehouse.id
}

output "effective_properties" {
  description = "All settings in Stitch, including those that Stitch has set."
  value       = stitch_destination.warehouse.effective_properties
}
