variable "github_token" {
  description = "Personal access token that can read the repository."
  type        = string
  ephemeral   = true
  sensitive   = true
}

variable "warehouse" {
  description = "Name of a destination in the account, or null."
  type        = string
  default     = null
}
