variable "storefront_password" {
  description = "Password of the user with which Stitch reads the database."
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
