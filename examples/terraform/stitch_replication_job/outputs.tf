output "status" {
  description = "How the extraction ended."
  value       = stitch_replication_job.github.extraction.status
}

output "failed_loads" {
  description = "Tables that could not be loaded, and why."
  value       = { for load in data.stitch_loads.failed.loads : load.stream => load.failure }
}
