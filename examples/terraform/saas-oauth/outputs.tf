output "hubspot_step" {
  description = "`oauth` until somebody has authorised the source."
  value       = stitch_source.hubspot.current_step
}
