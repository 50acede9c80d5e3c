# Run `terraform test` with STITCH_BASE_URL and STITCH_API_TOKEN of `terraform-provider-stitch simulate`.

variables {
  region              = "eu-central-1"
  redshift_host       = "acme.abc123.eu-central-1.redshift.amazonaws.com"
  redshift_database   = "analytics"
  redshift_password   = "example-redshift-password"
  redshift_ready      = ["sg-0123456789abcdef0"]
  postgres_host       = "storefront.abc123.eu-central-1.rds.amazonaws.com"
  postgres_database   = "storefront"
  postgres_password   = "example-postgres-password"
  postgres_tables     = ["customers", "orders"]
  postgres_ready      = ["sg-0123456789abcdef0"]
  aws_account_id      = "123456789012"
  files_bucket        = "acme-supplier-files"
  files_role          = ["policy-of-files"]
  dynamodb_region     = "eu-west-1"
  dynamodb_tables     = ["customers"]
  carts_role          = ["policy-of-carts"]
  lake_bucket         = "acme-lake"
  challenge_file      = "stitch-challenge-file-example"
  lake_ready          = ["acme-lake"]
  staging_bucket      = "acme-databricks-staging"
  staging_ready       = ["acme-databricks-staging"]
  databricks_jdbc_url = "jdbc:spark://acme.cloud.databricks.com:443/default;AuthMech=3;UID=token;PWD=example-token"
  databricks_token    = "example-databricks-token"
}

run "creates_the_pipelines" {
  assert {
    condition     = length(output.cidr_blocks) == 4
    error_message = "Security groups allow four addresses."
  }

  assert {
    condition     = strcontains(output.bucket_policies.lake, "role/LoaderS3_eu_central_1")
    error_message = "The policy names the loader of the region."
  }

  assert {
    condition     = output.roles.files.name != output.roles.carts.name
    error_message = "Each source has a role of its own."
  }

  assert {
    condition     = alltrue([for role in values(output.roles) : length(role.name) > 0 && length(role.external_id) > 0])
    error_message = "Stitch has generated the names and external ids of the roles."
  }

  assert {
    condition     = contains(keys(stitch_stream_selections.storefront.streams), "storefront-public-orders")
    error_message = "The table orders is replicated."
  }
}
