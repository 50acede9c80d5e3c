# Another version replaces the token, and the old one is revoked.

run "creates_a_token" {
  assert {
    condition     = length(output.token) > 0 && length(data.stitch_import_tokens.orders.ids) == 1
    error_message = "The source has one token."
  }
}

run "replaces_it" {
  variables {
    token_version = "2"
  }

  assert {
    condition     = output.token != run.creates_a_token.token
    error_message = "The token is another one."
  }
}

run "revokes_the_old_one" {
  command = plan

  variables {
    token_version = "2"
  }

  assert {
    condition     = length(data.stitch_import_tokens.orders.ids) == 1
    error_message = "The old token is revoked."
  }
}
