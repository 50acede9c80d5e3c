output "account_id" {
  description = "Id of the customer's account."
  value       = stitch_account.customer.id
}

output "events_token" {
  description = "What the partner's product pushes the customer's events with."
  value       = stitch_import_token.events.access_token
  sensitive   = true
}
