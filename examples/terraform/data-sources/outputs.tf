output "destinations" {
  description = "Destinations by id."
  value       = { for destination in data.stitch_destinations.all.destinations : destination.id => destination.name }
}

output "hooks" {
  description = "Addresses that Stitch calls after a load into the destination."
  value       = data.stitch_post_load_hooks.warehouse.hooks[*].url
}

output "paused_sources" {
  description = "Ids of the sources that are paused."
  value       = data.stitch_sources.paused.ids
}

output "step" {
  description = "Step of the configuration that the source has reached."
  value       = data.stitch_source.github.current_step
}

output "connects" {
  description = "Whether the last connection check of the source has succeeded."
  value       = data.stitch_connection_check.github.succeeded
}

output "selected_streams" {
  description = "Streams of the source that are replicated."
  value       = data.stitch_streams.selected.streams[*].tap_stream_id
}

output "issues_fields" {
  description = "Names of the fields of the stream \"issues\"."
  value       = keys(data.stitch_stream.issues.fields)
}

output "import_tokens" {
  description = "Ids of the active import tokens."
  value       = data.stitch_import_tokens.orders.ids
}

output "failures" {
  description = "Reasons of failed extractions by the id of the source."
  value       = { for each in data.stitch_extractions.failed.extractions : each.source_id => each.failure }
}

output "logs" {
  description = "Logs of failed extractions by the name of the job."
  value       = { for name, log in data.stitch_extraction_log.failed : name => log.text }
}

output "failed_streams" {
  description = "Streams of the source that could not be loaded."
  value       = data.stitch_loads.failed.loads[*].stream
}

output "recipients" {
  description = "Addresses that receive emails from Stitch, in addition to those of the users."
  value       = data.stitch_notification_emails.enabled.emails[*].email_address
}

output "unattended_types" {
  description = "Source types that need not be authorized."
  value       = data.stitch_source_types.unattended.types[*].type
}

output "github_needs" {
  description = "Required settings of a GitHub source."
  value       = [for name, property in data.stitch_source_type.github.properties : name if property.required]
}

output "destination_types" {
  description = "Destination types that are released."
  value       = data.stitch_destination_types.released.types[*].type
}

output "snowflake_needs" {
  description = "Required settings of a Snowflake destination."
  value       = [for name, property in data.stitch_destination_type.snowflake.properties : name if property.required]
}

output "addresses" {
  description = "Addresses from which Stitch connects to databases in Europe."
  value       = data.stitch_region.europe.cidr_blocks
}
