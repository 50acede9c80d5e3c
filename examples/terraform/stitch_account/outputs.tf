output "account_id" {
  description = "Id of the customer's account."
  value       = stitch_account.customer.id
}

output "api_token" {
  description = "API access token of the customer's account: STITCH_API_TOKEN of the configuration that manages it."
  value       = stitch_account.customer.access_token
  sensitive   = true
}
