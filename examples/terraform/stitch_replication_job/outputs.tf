output "job_name" {
  description = "Name of the last job that this configuration started."
  value       = stitch_replication_job.github.job_name
}

output "extraction" {
  description = "Result of the extraction."
  value       = stitch_replication_job.github.extraction.status
}
