"""Messages and services, generated from `proto/` by `scripts/generate-stubs`. Must never hold anything written by hand."""
