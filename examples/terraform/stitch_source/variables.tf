variable "password" {
  description = "Password of the MySQL user `stitch`."
  type        = string
  ephemeral   = true
  sensitive   = true
}

variable "paused" {
  description = "Whether the source is paused."
  type        = bool
  default     = false
}
