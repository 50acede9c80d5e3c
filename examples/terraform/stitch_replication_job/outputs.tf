output "job_name" {
  description = "Name of the job that ran last because of this configuration."
  value       = stitch_replication_job.github.job_name
}

output "extraction" {
  description = "How its extraction ended."
  value       = stitch_replication_job.github.extraction.status
}
