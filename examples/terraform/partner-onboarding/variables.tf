variable "partner_id" {
  description = "Id that Stitch gave to the partner."
  type        = string
}

variable "partner_secret" {
  description = "Secret that Stitch gave to the partner."
  type        = string
  ephemeral   = true
  sensitive   = true
}
