# A source is paused and resumed in place. Terraform destroys it when the test ends.

variables {
  password = "example-mysql-password"
}

run "runs" {
  assert {
    condition     = stitch_source.shop.paused == false && output.schema == "shop_database"
    error_message = "The source replicates into the schema shop_database."
  }
}

run "pauses" {
  variables {
    paused = true
  }

  assert {
    condition     = stitch_source.shop.paused
    error_message = "The source is paused."
  }

  assert {
    condition     = stitch_source.shop.id == run.runs.id
    error_message = "Pausing keeps the source: another one would replicate from scratch."
  }
}
