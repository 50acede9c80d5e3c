variable "destination" {
  description = "Name of a destination in the account."
  type        = string
}

variable "source_id" {
  description = "Id of a GitHub source in the account."
  type        = string
}

variable "import_api_source_id" {
  description = "Id of a source of type `import_api` in the account."
  type        = string
}
