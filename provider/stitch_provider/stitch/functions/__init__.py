"""Provider functions: values that a configuration can compute before the objects exist in Stitch.

Pure: a result depends only on the arguments and the catalog. Must never use the network, the clock or the account,
because Terraform also calls functions without a configuration of the provider.
"""
