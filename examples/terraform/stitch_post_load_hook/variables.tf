variable "warehouse_password" {
  description = "Password with which Stitch loads into the warehouse."
  type        = string
  ephemeral   = true
  sensitive   = true
}
