variable "destination_id" {
  description = "Id of the destination: the number in its address in the Stitch web application."
  type        = string
}

variable "source_id" {
  description = "Id of the source: the number in its address in the Stitch web application."
  type        = string
}
