variable "region" {
  description = "Region of the Stitch account. Null for the region in the provider's configuration."
  type        = string
  default     = null
}

variable "snowflake_host" {
  description = "Host of the Snowflake account, such as `acme-analytics.snowflakecomputing.com`."
  type        = string
}

variable "database" {
  description = "Database to load into."
  type        = string
}

variable "warehouse" {
  description = "Warehouse with which Stitch loads."
  type        = string
}

variable "role" {
  description = "Role of the user."
  type        = string
}

variable "user" {
  description = "Name of the user with which Stitch logs in."
  type        = string
}

variable "password" {
  description = "Password of that user."
  type        = string
  ephemeral   = true
  sensitive   = true
}

variable "snowflake_ready" {
  description = "Values that are known once the user can load, such as the ids of its grants."
  type        = list(string)
}
