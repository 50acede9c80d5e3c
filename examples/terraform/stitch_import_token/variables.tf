variable "token_version" {
  description = "Change it to replace the token."
  type        = string
  default     = "1"
}
