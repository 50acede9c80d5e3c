output "schemas" {
  description = "Schemas in the destination that the sources load into, by repository."
  value       = { for repository, each in module.repository : repository => each.schema }
}
