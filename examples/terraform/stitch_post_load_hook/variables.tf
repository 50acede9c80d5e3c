variable "warehouse_password" {
  description = "Password with which Stitch loads into the warehouse."
  type        = string
  ephemeral   = true
  sensitive   = true
}

variable "chat_url" {
  description = "Address of a chat room's webhook."
  type        = string
  ephemeral   = true
  sensitive   = true
}
