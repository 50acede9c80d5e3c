"""Export: the account as a configuration that Terraform adopts it with, for engines without `terraform query`.

`survey` reads the account through the resources' own imports, `configuration` makes the texts of the files, `hcl` and
`names` spell them, `files` lays them down. All but `survey` and `files` is pure. Must never hold a mapping of its own
between the Connect API and a resource: what is exported and what is imported would drift apart.
"""
