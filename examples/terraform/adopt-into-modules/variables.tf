variable "source_ids" {
  description = "Ids of the sources by repository: the numbers in their addresses in the Stitch web application."
  type        = map(string)
}
