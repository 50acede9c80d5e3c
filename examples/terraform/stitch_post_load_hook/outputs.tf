output "urls" {
  description = "Addresses that are called after loads into the warehouse."
  value       = data.stitch_post_load_hooks.warehouse.hooks[*].url
}
