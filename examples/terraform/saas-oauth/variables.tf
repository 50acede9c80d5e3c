variable "hubspot_authorized" {
  description = "Whether the HubSpot source is authorized in the Stitch web application."
  type        = bool
  default     = false
}

variable "stripe_account_id" {
  description = "Stripe account, as the OAuth handshake returned it."
  type        = string
}

variable "stripe_client_secret" {
  description = "Secret of your OAuth client at Stripe."
  type        = string
  ephemeral   = true
  sensitive   = true
}
