output "token" {
  description = "The newest token with which orders are pushed to the Import API."
  value       = stitch_import_token.orders[reverse(var.generations)[0]].access_token
  sensitive   = true
}

output "active" {
  description = "Ids of the active tokens, which can be two."
  value       = data.stitch_import_tokens.orders.tokens[*].id
}
