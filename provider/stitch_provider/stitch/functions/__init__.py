"""Provider functions: values that a configuration can compute before the objects exist in Stitch.

Pure. Must never use I/O, the clock or the account, because Terraform also calls functions without a configuration of
the provider.
"""
