# A source is paused and resumed in place. It is destroyed when the test ends.

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
    paused    = true
    former_id = run.runs.id
  }

  assert {
    condition     = stitch_source.shop.paused
    error_message = "The source is paused."
  }

  assert {
    condition     = stitch_source.shop.id == var.former_id
    error_message = "Pausing keeps the source: another one would replicate from scratch."
  }
}
