variable "region" {
  description = "Region of the Stitch account. Null for the region in the provider's configuration."
  type        = string
  default     = null
}

variable "redshift_host" {
  description = "Host of the Redshift cluster."
  type        = string
}

variable "redshift_database" {
  description = "Database in Redshift to load into."
  type        = string
}

variable "redshift_password" {
  description = "Password of the Redshift user `stitch`."
  type        = string
  ephemeral   = true
  sensitive   = true
}

variable "redshift_ready" {
  description = "Values that are known once Stitch can reach Redshift, such as the id of its security group."
  type        = list(string)
}

variable "postgres_host" {
  description = "Host of the PostgreSQL database."
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

variable "postgres_ready" {
  description = "Values that are known once Stitch can reach PostgreSQL, such as the id of its security group."
  type        = list(string)
}

variable "aws_account_id" {
  description = "Id of your own AWS account, with the bucket and the tables to read."
  type        = string
}

variable "files_bucket" {
  description = "Name of the bucket with the CSV files."
  type        = string
}

variable "files_role" {
  description = "Values that are known once the role for the files can be used, such as the id of its policy."
  type        = list(string)
}

variable "dynamodb_region" {
  description = "AWS region of the DynamoDB tables."
  type        = string
}

variable "dynamodb_tables" {
  description = "DynamoDB tables to replicate."
  type        = set(string)
}

variable "carts_role" {
  description = "Values that are known once the role for DynamoDB can be used, such as the id of its policy."
  type        = list(string)
}

variable "lake_bucket" {
  description = "Name of the bucket to load into."
  type        = string
}

variable "challenge_file" {
  description = "Name of the challenge file, which begins with `stitch-challenge-file-`."
  type        = string
  ephemeral   = true
  sensitive   = true
}

variable "lake_ready" {
  description = "Values that are known once Stitch can use the bucket, such as the ids of its policy and challenge file."
  type        = list(string)
}

variable "staging_bucket" {
  description = "Name of the bucket in which data for Databricks is staged."
  type        = string
}

variable "staging_ready" {
  description = "Values that are known once Stitch can use the staging bucket, such as the id of its policy."
  type        = list(string)
}

variable "databricks_jdbc_url" {
  description = "JDBC URL of the Databricks cluster, which contains a token."
  type        = string
  ephemeral   = true
  sensitive   = true
}

variable "databricks_token" {
  description = "Access token of the Databricks REST API."
  type        = string
  ephemeral   = true
  sensitive   = true
}
