variable "region" {
  description = "Region of the Stitch account. Null for the region in the provider's configuration."
  type        = string
  default     = null
}

variable "cloud_storage_location" {
  description = "Location of the bucket in which Stitch stages data, such as `EU`."
  type        = string
  default     = "US"
}

variable "service_account_key" {
  description = "Key of the service account for BigQuery, as JSON."
  type        = string
  ephemeral   = true
  sensitive   = true
}

variable "postgres_host" {
  description = "Public address of the Cloud SQL instance."
  type        = string
}

variable "postgres_database" {
  description = "Database to replicate."
  type        = string
}

variable "postgres_password" {
  description = "Password of the PostgreSQL user `stitch`."
  type        = string
  ephemeral   = true
  sensitive   = true
}

variable "postgres_tables" {
  description = "Tables of the schema `public` to replicate. They need a column `updated_at`."
  type        = set(string)
}

variable "bigquery_ready" {
  description = "Values that are known once the service account has its roles, such as their ids."
  type        = list(string)
}

variable "postgres_ready" {
  description = "Values that are known once the user `stitch` exists, such as its id."
  type        = list(string)
}
