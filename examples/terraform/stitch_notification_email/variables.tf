variable "on_call" {
  description = "Whether the person on call receives emails from Stitch."
  type        = bool
  default     = false
}
