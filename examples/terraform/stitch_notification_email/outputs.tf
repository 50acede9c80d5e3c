output "recipients" {
  description = "Addresses beside those of the account's users that get Stitch's emails."
  value       = data.stitch_notification_emails.enabled.emails[*].email_address
}
