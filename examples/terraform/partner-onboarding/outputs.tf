output "account_id" {
  description = "Id of the customer's account."
  value       = stitch_account.customer.id
}

output "events_token" {
  description = "Token with which the partner's product sends events of the customer."
  value       = stitch_import_token.events.access_token
  sensitive   = true
}
