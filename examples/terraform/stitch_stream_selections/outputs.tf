output "streams" {
  description = "Replicated streams."
  value       = keys(stitch_stream_selections.github.streams)
}
