# Run `terraform test` with STITCH_BASE_URL and STITCH_API_TOKEN of `terraform-provider-stitch simulate`.

variables {
  region                 = "us-east-1"
  cloud_storage_location = "EU"
  postgres_host          = "203.0.113.10"
  postgres_database      = "storefront"
  postgres_password      = "example-postgres-password"
  postgres_tables        = ["customers", "orders"]
  bigquery_ready         = ["roles/bigquery.admin", "roles/storage.admin"]
  postgres_ready         = ["stitch"]

  service_account_key = <<-EOT
    {
      "type": "service_account",
      "project_id": "acme-analytics",
      "private_key_id": "example-key-id",
      "private_key": "example-private-key",
      "client_email": "stitch@acme-analytics.iam.gserviceaccount.com",
      "client_id": "100000000000000000001",
      "auth_uri": "https://accounts.google.com/o/oauth2/auth",
      "token_uri": "https://oauth2.googleapis.com/token",
      "auth_provider_x509_cert_url": "https://www.googleapis.com/oauth2/v1/certs",
      "client_x509_cert_url": "https://www.googleapis.com/robot/v1/metadata/x509/stitch%40acme-analytics.iam.gserviceaccount.com"
    }
  EOT
}

run "creates_the_pipeline" {
  assert {
    condition     = output.project == "acme-analytics" && output.dataset == "storefront"
    error_message = "The tables load into the dataset storefront of the service account's project."
  }

  assert {
    condition     = contains(output.cidr_blocks, "52.23.137.21/32")
    error_message = "Cloud SQL allows the addresses of North America."
  }
}
