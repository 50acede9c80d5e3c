output "token" {
  description = "The token with which orders are pushed to the Import API."
  value       = stitch_import_token.orders.access_token
  sensitive   = true
}
