output "id" {
  description = "Id of the source."
  value       = stitch_source.shop.id
}

output "schema" {
  description = "Schema in the destination."
  value       = stitch_source.shop.name
}

output "step" {
  description = "How far the set-up in Stitch is; `fully_configured` once a stream is selected."
  value       = data.stitch_source.shop.current_step
}
