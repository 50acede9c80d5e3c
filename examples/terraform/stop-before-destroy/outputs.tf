output "source_id" {
  description = "Id of the source that is replicated."
  value       = stitch_source.github.id
}
