variable "github_token" {
  description = "Personal access token that can read the repository."
  type        = string
  ephemeral   = true
  sensitive   = true
}
