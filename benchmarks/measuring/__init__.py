"""What the benchmarks of whole Terraform commands share: accounts and states of any size, and measures of a command.

Must never hold which commands are measured or how the results are shown. It is not part of the installed provider.
"""
