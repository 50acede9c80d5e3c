"""The provider under every Terraform that it supports: what `scripts/test-engines` runs and prints as a table.

Holds what each engine is taken through. No part of `scripts/test`: pytest collects these modules only by name. Must
never hold what one engine suffices to show; that is what `tests/acceptance` is for.
"""
