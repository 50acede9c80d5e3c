variable "github_token" {
  description = "Personal access token that can read the repository."
  type        = string
  ephemeral   = true
  sensitive   = true
}

variable "warehouse" {
  description = "Name of a destination that the account has; null for none."
  type        = string
  default     = null
}
