"""The command line for people: one module per command, with a function of the same name.

Holds the options of each command, what it prints and its exit codes. `command_line` puts the commands together, and
`failure` and `progress` are what they print with. Must never hold what a command does: that is in `stitch`,
`simulator`, `docsgen` and `terraform.plugin`. A process that Terraform starts imports nothing from here.
"""
