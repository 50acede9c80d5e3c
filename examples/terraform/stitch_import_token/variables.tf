variable "generations" {
  description = "Generations of the token that are valid, the newest last: one, or two during a rotation."
  type        = list(string)
  default     = ["2024-q1"]
}
