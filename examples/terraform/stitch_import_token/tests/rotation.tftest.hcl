# A second generation is created beside the first, which is then revoked.

run "creates_a_token" {
  assert {
    condition     = length(output.token) > 0 && length(data.stitch_import_tokens.orders.ids) == 1
    error_message = "The source has one token."
  }
}

run "creates_a_second_one" {
  variables {
    generations = ["2024-q1", "2024-q2"]
    earlier     = run.creates_a_token.token
  }

  assert {
    condition     = output.token != var.earlier && length(data.stitch_import_tokens.orders.ids) == 2
    error_message = "Both tokens are valid."
  }
}

run "revokes_the_first_one" {
  variables {
    generations = ["2024-q2"]
    earlier     = run.creates_a_second_one.token
  }

  assert {
    condition     = output.token == var.earlier && length(data.stitch_import_tokens.orders.ids) == 1
    error_message = "Only the second token is valid."
  }
}
