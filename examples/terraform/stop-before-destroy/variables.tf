variable "warehouse_password" {
  description = "Password with which Stitch loads into the warehouse."
  type        = string
  ephemeral   = true
  sensitive   = true
}

variable "github_token" {
  description = "Personal access token that can read the repository."
  type        = string
  ephemeral   = true
  sensitive   = true
}
