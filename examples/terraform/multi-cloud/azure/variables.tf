variable "region" {
  description = "Region of the Stitch account. Null for the region in the provider's configuration."
  type        = string
  default     = null
}

variable "synapse_host" {
  description = "Host of the Synapse workspace, such as `acme.sql.azuresynapse.net`."
  type        = string
}

variable "synapse_database" {
  description = "Dedicated SQL pool to load into."
  type        = string
}

variable "synapse_password" {
  description = "Password of the user `stitch` in Synapse."
  type        = string
  ephemeral   = true
  sensitive   = true
}

variable "storage_access_key" {
  description = "Access key of the storage account in which Stitch stages data."
  type        = string
  ephemeral   = true
  sensitive   = true
}

variable "storage_sas_url" {
  description = "Shared access signature URL of the blob service of that storage account."
  type        = string
  ephemeral   = true
  sensitive   = true
}

variable "sql_host" {
  description = "Host of the SQL server, such as `acme.database.windows.net`."
  type        = string
}

variable "sql_database" {
  description = "Database to replicate."
  type        = string
}

variable "sql_password" {
  description = "Password of the user `stitch` in the SQL server."
  type        = string
  ephemeral   = true
  sensitive   = true
}

variable "sql_tables" {
  description = "Tables of the schema `dbo` to replicate. They need a column `UpdatedAt`."
  type        = set(string)
}

variable "synapse_ready" {
  description = "Values that are known once Stitch can reach Synapse, such as the ids of its firewall rules."
  type        = list(string)
}

variable "sql_ready" {
  description = "Values that are known once Stitch can reach the SQL server, such as the ids of its firewall rules."
  type        = list(string)
}
