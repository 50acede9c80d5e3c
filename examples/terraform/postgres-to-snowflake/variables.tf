variable "snowflake_host" {
  description = "Host of the Snowflake account."
  type        = string
}

variable "snowflake_password" {
  description = "Password of the Snowflake user STITCH."
  type        = string
  ephemeral   = true
  sensitive   = true
}

variable "database" {
  description = "Database to replicate."
  type        = string
  default     = "storefront"
}

variable "postgres_password" {
  description = "Password of the PostgreSQL user `stitch_reader`."
  type        = string
  ephemeral   = true
  sensitive   = true
}
