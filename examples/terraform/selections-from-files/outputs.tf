output "replicated_fields" {
  description = "Replicated fields in the form of fields.csv, including those that Stitch always replicates."
  value = join("\n", concat(["stream,field"], flatten([
    for stream, fields in stitch_stream_selections.storefront.replicated_fields : [
      for field in fields : "${stream},${field}"
    ]
  ]), [""]))
}
