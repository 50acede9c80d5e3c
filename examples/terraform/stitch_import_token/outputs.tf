output "token" {
  description = "The token, for whoever pushes orders to the Import API."
  value       = stitch_import_token.orders.access_token
  sensitive   = true
}
