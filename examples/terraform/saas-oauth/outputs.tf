output "hubspot_step" {
  description = "`oauth` until somebody has authorised the source."
  value       = data.stitch_source.hubspot.current_step
}
