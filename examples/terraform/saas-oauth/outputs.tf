output "hubspot_step" {
  description = "`oauth` until the source is authorized."
  value       = data.stitch_source.hubspot.current_step
}
