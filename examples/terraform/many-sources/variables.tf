variable "repositories" {
  description = "Repositories by the name of the source in Stitch; `minutes` is the interval of replication."
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

  validation {
    condition     = alltrue([for name in keys(var.repositories) : can(provider::stitch::schema_name(name))])
    error_message = "Each name becomes the name of a schema: begin with a letter, and use fewer than 50 characters."
  }
}

variable "github_token" {
  description = "Personal access token that can read every repository."
  type        = string
  ephemeral   = true
  sensitive   = true
}
