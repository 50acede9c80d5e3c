output "source_id" {
  description = "Id of the source that the token is for."
  value       = stitch_source.orders.id
}
