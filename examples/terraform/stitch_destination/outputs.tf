output "id" {
  description = "Id of the destination, for `destination_id` of sources."
  value       = stitch_destination.warehouse.id
}

output "effective_properties" {
  description = "Settings that Stitch has set itself."
  value       = stitch_destination.warehouse.effective_properties
}
