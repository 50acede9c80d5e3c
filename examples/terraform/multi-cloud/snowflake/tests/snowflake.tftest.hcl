# Run `terraform test` with STITCH_BASE_URL and STITCH_API_TOKEN of `terraform-provider-stitch simulate`.

variables {
  region          = "us-east-1"
  snowflake_host  = "acme-analytics.snowflakecomputing.com"
  database        = "RAW"
  warehouse       = "LOADING"
  role            = "STITCH_LOADER"
  user            = "STITCH_1"
  password        = "example-password-1"
  snowflake_ready = ["STITCH_LOADER"]
}

run "creates_the_destination" {
  assert {
    condition     = length(output.cidr_blocks) == 4
    error_message = "The network policy allows four addresses."
  }
}

run "plans_nothing_without_a_change" {
  command = plan

  variables {
    earlier = run.creates_the_destination.destination_id
  }

  assert {
    condition     = output.destination_id == var.earlier
    error_message = "The destination stays."
  }
}

run "replaces_the_user" {
  variables {
    user     = "STITCH_2"
    password = "example-password-2"
    earlier  = run.creates_the_destination.destination_id
  }

  assert {
    condition     = output.destination_id == var.earlier
    error_message = "The destination keeps its id, and its sources need no change."
  }
}
