output "replicated_fields" {
  description = "Replicated fields of the table products."
  value       = stitch_stream_selection.products.replicated_fields
}
