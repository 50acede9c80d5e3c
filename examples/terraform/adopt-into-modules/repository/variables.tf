variable "repository" {
  description = "Owner and name of the repository. It is also the display name of the source."
  type        = string
}

variable "source_id" {
  description = "Id of the existing source."
  type        = string
}
