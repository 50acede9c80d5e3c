output "id" {
  description = "Id of the source."
  value       = stitch_source.shop.id
}

output "schema" {
  description = "Schema in the destination."
  value       = stitch_source.shop.name
}

output "step" {
  description = "Current step of the configuration: `fully_configured` once a stream is selected."
  value       = data.stitch_source.shop.current_step
}
