output "urls" {
  description = "Addresses that Stitch calls after a load into the warehouse."
  value       = data.stitch_post_load_hooks.warehouse.hooks[*].url
}
