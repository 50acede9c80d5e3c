output "orders_token" {
  description = "The token for whoever pushes orders."
  value       = stitch_import_token.orders.access_token
  sensitive   = true
}

output "shipments_token" {
  description = "The newest token for whoever pushes shipments; the older one, if any, is still accepted."
  value       = stitch_import_token.shipments[reverse(var.generations)[0]].access_token
  sensitive   = true
}
