"""Export: writes an account as a configuration that Terraform can import, also without `terraform query`.

`survey` reads the account through the collections, `configuration` makes the texts of the files with `hcl`, `names` and
`surroundings`, and `files` writes them. All but `survey` and `files` is pure. Must never contain a mapping of its own
between the Connect API and a resource, so that an export and an import always have the same result.
"""
