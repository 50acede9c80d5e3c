variable "password" {
  description = "Password of the Snowflake user STITCH."
  type        = string
  ephemeral   = true
  sensitive   = true
}
