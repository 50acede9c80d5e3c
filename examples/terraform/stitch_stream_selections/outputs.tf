output "streams" {
  description = "The streams that are replicated."
  value       = keys(stitch_stream_selections.github.streams)
}
