output "hubspot_step" {
  description = "`oauth` until the source is authorised."
  value       = data.stitch_source.hubspot.current_step
}
