variable "source_id" {
  description = "Id of a GitHub source in the account."
  type        = string
}
