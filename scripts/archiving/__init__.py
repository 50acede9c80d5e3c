"""Builds the archive of a release: the provider with its own interpreter and libraries, for one platform.

It collects, slims and packs files. Of the provider it imports only the version.
`docs/design/archive.md` describes the archive.
"""
