output "replicated_fields" {
  description = "What is replicated of the products table."
  value       = stitch_stream_selection.products.replicated_fields
}
