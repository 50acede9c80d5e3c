variable "embedded" {
  description = "Whether a session for the JavaScript client is wanted."
  type        = bool
  default     = false
}
