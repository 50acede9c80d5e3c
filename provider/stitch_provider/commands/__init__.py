"""The command line: one module per command, with a function of the same name.

Holds the options of each command, its output and its exit codes. `command_line` assembles the commands; `failure` and
`progress` print errors and progress. Must never hold what a command does, which is in `stitch`, `simulator`, `docsgen`,
`installation` and `terraform.plugin`. A process that Terraform starts imports nothing from here.
"""
