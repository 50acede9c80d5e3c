variable "display_name" {
  description = "Display name of a source to come."
  type        = string
  default     = "GitHub Widgets"
}

variable "tables" {
  description = "Tables to replicate."
  type        = set(string)
  default     = ["customers", "orders"]
}

variable "after" {
  description = "Moment to count from."
  type        = string
  default     = "2024-05-14T09:30:00Z"
}
