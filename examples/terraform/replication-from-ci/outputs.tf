output "job_name" {
  description = "Name of the release's job."
  value       = stitch_replication_job.release.job_name
}

output "log" {
  description = "Log of its extraction."
  value       = data.stitch_extraction_log.release.text
}

output "failed_sources" {
  description = "Ids of the sources whose last extraction failed."
  value       = data.stitch_extractions.failed.extractions[*].source_id
}
