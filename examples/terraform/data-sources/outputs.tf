output "destinations" {
  description = "Destinations by id."
  value       = { for destination in data.stitch_destinations.all.destinations : destination.id => destination.name }
}

output "paused_sources" {
  description = "Ids of the sources that are paused."
  value       = data.stitch_sources.paused.ids
}

output "unattended_types" {
  description = "Source types that need not be authorised."
  value       = data.stitch_source_types.unattended.types[*].type
}

output "snowflake_needs" {
  description = "Required settings of a Snowflake destination."
  value       = [for name, property in data.stitch_destination_type.snowflake.properties : name if property.required]
}

output "streams" {
  description = "Streams of the source."
  value       = data.stitch_streams.github.streams[*].tap_stream_id
}

output "failures" {
  description = "Reasons of failed extractions by the id of the source."
  value       = { for each in data.stitch_extractions.failed.extractions : each.source_id => each.failure }
}

output "issues_fields" {
  description = "Names of the fields of the stream \"issues\"."
  value       = keys(data.stitch_stream.issues.fields)
}

output "github_step" {
  description = "Step of the configuration that the source has reached."
  value       = data.stitch_source.github.current_step
}

output "github_connects" {
  description = "Whether the last connection check of the source has succeeded."
  value       = data.stitch_connection_check.github.status == "succeeded"
}

output "warehouse_id" {
  description = "Id of the destination that var.warehouse names."
  value       = one(data.stitch_destination.warehouse[*].id)
}

output "destination_types" {
  description = "Destination types that are released."
  value       = data.stitch_destination_types.released.types[*].type
}

output "addresses" {
  description = "Addresses from which Stitch connects to databases in Europe."
  value       = data.stitch_region.europe.cidr_blocks
}
