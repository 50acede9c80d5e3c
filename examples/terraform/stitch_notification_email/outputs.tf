output "recipients" {
  description = "Addresses that receive emails from Stitch, in addition to those of the users."
  value       = data.stitch_notification_emails.enabled.emails[*].email_address
}
