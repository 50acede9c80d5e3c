# Tests the module with valid and invalid inputs.

variables {
  github_token = "example-github-token"
}

run "makes_a_source_of_each" {
  variables {
    repositories = {
      "Widgets" = { repository = "acme/widgets", streams = ["issues"] }
      "Gadgets" = { repository = "acme/gadgets", streams = ["releases"], minutes = 30 }
    }
  }

  assert {
    condition     = output.schemas == { Widgets = "widgets", Gadgets = "gadgets" }
    error_message = "Each repository has a schema of its own."
  }

  assert {
    condition     = stitch_source.github["Gadgets"].schedule.frequency_minutes == 30
    error_message = "The schedule has the interval of the variable."
  }
}

run "refuses_a_name_that_makes_no_schema" {
  command = plan

  variables {
    repositories = { "2024" = { repository = "acme/widgets" } }
  }

  expect_failures = [var.repositories]
}
