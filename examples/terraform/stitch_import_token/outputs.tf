output "token" {
  description = "The token, for whoever pushes orders to the Import API."
  value       = stitch_import_token.orders.access_token
  sensitive   = true
}

output "number_of_tokens" {
  description = "How many tokens the source has, those included that Terraform did not make."
  value       = length(data.stitch_import_tokens.orders.ids)
}
