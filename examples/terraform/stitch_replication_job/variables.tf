variable "github_token" {
  description = "Personal access token that can read the repository."
  type        = string
  ephemeral   = true
  sensitive   = true
}

variable "release" {
  description = "Version whose release starts a job."
  type        = string
  default     = "2024.1"
}
