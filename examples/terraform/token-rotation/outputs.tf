output "orders_token" {
  description = "The token with which orders are pushed."
  value       = stitch_import_token.orders.access_token
  sensitive   = true
}

output "shipments_token" {
  description = "The newest token with which shipments are pushed. The older one, if any, is still valid."
  value       = stitch_import_token.shipments[reverse(var.generations)[0]].access_token
  sensitive   = true
}
