variable "on_call" {
  description = "Whether whoever is on call gets Stitch's emails."
  type        = bool
  default     = false
}
