output "streams" {
  description = "Streams that are replicated."
  value       = keys(stitch_stream_selections.github.streams)
}
