variable "rotated_on" {
  description = "Day of the last rotation of the orders' token. Change it to rotate."
  type        = string
  default     = "2024-06-01"
}

variable "generations" {
  description = "Generations of the shipments' token that are valid, the newest last: one, or two during a rotation."
  type        = list(string)
  default     = ["2024-06"]

  validation {
    condition     = contains([1, 2], length(var.generations))
    error_message = "A source has one or two tokens."
  }
}
