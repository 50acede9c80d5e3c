# Run `terraform test` with STITCH_BASE_URL and STITCH_API_TOKEN of `terraform-provider-stitch simulate`.

variables {
  region             = "eu-central-1"
  synapse_host       = "acme.sql.azuresynapse.net"
  synapse_database   = "analytics"
  synapse_password   = "example-synapse-password"
  storage_access_key = "example-access-key"
  storage_sas_url    = "https://acmestaging.blob.core.windows.net/?sv=2022-11-02&sig=example"
  sql_host           = "acme.database.windows.net"
  sql_database       = "Storefront"
  sql_password       = "example-sql-password"
  sql_tables         = ["Customers", "Orders"]
  synapse_ready      = ["stitch-52-57-235-168"]
  sql_ready          = ["stitch-52-57-235-168"]
}

run "creates_the_pipeline" {
  assert {
    condition     = output.schema == "storefront"
    error_message = "The tables load into the schema storefront."
  }

  assert {
    condition     = output.addresses["stitch-52-57-235-168"] == "52.57.235.168" && length(output.addresses) == 4
    error_message = "Firewall rules have single addresses."
  }

  assert {
    condition     = contains(keys(stitch_stream_selections.storefront.streams), "Storefront_dbo_Orders")
    error_message = "The table Orders is replicated."
  }
}
