"""Tests with many versions of Terraform and OpenTofu. `scripts/test-engines` runs them and prints a table.

Holds tests whose result can depend on the engine. All other tests with Terraform are in `tests/acceptance`. These tests
are not part of `scripts/test`: pytest collects the modules only if they are named.
"""
