"""Maintains the catalog: formats its files, and updates them from the types that a Stitch account lists.

Runs as `scripts/update-catalog`. Only `listing` calls the service, and only `files` reads and writes files. `merging`
and `comparison` are pure functions between them.
"""
