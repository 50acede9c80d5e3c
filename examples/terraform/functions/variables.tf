variable "display_name" {
  description = "Display name of a source that does not exist yet."
  type        = string
  default     = "GitHub Widgets"
}

variable "tables" {
  description = "Tables to replicate."
  type        = set(string)
  default     = ["customers", "orders"]
}

variable "after" {
  description = "Time after which the schedule fires."
  type        = string
  default     = "2024-05-14T09:30:00Z"
}
