output "addresses" {
  description = "Addresses from which Stitch connects to databases, by names for firewall rules."
  value       = local.addresses
}

output "schema" {
  description = "Schema in Synapse that the tables load into."
  value       = stitch_source.storefront.name
}
