# Run `terraform test` with STITCH_BASE_URL and STITCH_API_TOKEN of `terraform-provider-stitch simulate`.

variables {
  warehouse_password  = "example-warehouse-password"
  storefront_password = "example-storefront-password"
  github_token        = "example-github-token"
}

run "plans_without_touching_anything" {
  command = plan

  assert {
    condition     = stitch_source.github.schedule.cron == "0 0 6 ? * MON-FRI"
    error_message = "GitHub replicates on weekday mornings."
  }
}

run "replicates_what_is_declared" {
  assert {
    condition     = output.schemas == { storefront = "storefront", github = "github_widgets" }
    error_message = "Reports expect these schemas."
  }

  assert {
    condition     = !contains(stitch_stream_selection.orders.replicated_fields, "is_gift")
    error_message = "The column is_gift must not be replicated."
  }

  assert {
    condition     = contains(stitch_stream_selection.customers.replicated_fields, "id")
    error_message = "The primary key is always replicated."
  }
}
