"""The installation of the provider for Terraform and OpenTofu, from a Python environment.

Holds what the commands `install`, `uninstall` and `doctor` do:

- where engines look for providers (`mirrors`), and the launcher that they find there (`launcher`, `packages`)
- the Python environment that the launcher starts (`interpreter`), and the digest of the provider's files (`digest`)
- the checks of `doctor`: each module has functions that read facts, and functions that turn facts into findings

Must never hold the options and the output of commands. A process that Terraform starts imports nothing from here.
"""
