# Another version brings another token, and the old one is gone afterwards.

run "makes_a_token" {
  assert {
    condition     = length(output.token) > 0 && length(data.stitch_import_tokens.orders.ids) == 1
    error_message = "The source has one token."
  }
}

run "rotates_it" {
  variables {
    token_version = "2"
  }

  assert {
    condition     = output.token != run.makes_a_token.token
    error_message = "The token is another one."
  }
}

run "leaves_one" {
  command = plan

  variables {
    token_version = "2"
  }

  assert {
    condition     = length(data.stitch_import_tokens.orders.ids) == 1
    error_message = "The old token is revoked."
  }
}
