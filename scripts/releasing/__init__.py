"""Makes a release of the archives that `scripts/archive` has built on each platform.

It computes hashes and writes what registries, mirrors and readers need besides the archives. It does not build
archives, and it publishes nothing.
"""
