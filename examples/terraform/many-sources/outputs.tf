output "schemas" {
  description = "Schema in the destination of each source."
  value       = { for name, source in stitch_source.github : name => source.name }
}
