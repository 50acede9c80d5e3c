output "cidr_blocks" {
  description = "Addresses from which Stitch connects to databases."
  value       = data.stitch_region.current.cidr_blocks
}

output "destination_id" {
  description = "Id of the destination, for sources that load into it."
  value       = stitch_destination.snowflake.id
}
