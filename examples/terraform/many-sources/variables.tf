variable "repositories" {
  description = "What to replicate, by the source's name in Stitch; `minutes` is how often."
  type = map(object({
    repository = string
    start_date = optional(string, "2024-01-01T00:00:00Z")
    streams    = optional(set(string), ["issues", "pull_requests"])
    minutes    = optional(number, 60)
    paused     = optional(bool, false)
  }))

  default = {
    "Widgets" = { repository = "acme/widgets" }
    "Gadgets" = { repository = "acme/gadgets", streams = ["issues", "releases"], minutes = 360 }
    "Legacy"  = { repository = "acme/legacy", paused = true }
  }
}

variable "github_token" {
  description = "Personal access token that can read every repository."
  type        = string
  ephemeral   = true
  sensitive   = true
}
