variable "password" {
  description = "Password of the PostgreSQL user `stitch_reader`."
  type        = string
  ephemeral   = true
  sensitive   = true
}
