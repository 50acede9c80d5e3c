variable "embedded" {
  description = "Whether to open a session for the JavaScript client."
  type        = bool
  default     = false
}
