"""Builds the archive of a release: the provider with its own interpreter and libraries, for one platform.

It knows how to collect, slim and pack files. It does not import the provider, whose bytecode it only copies.
`docs/design/archive.md` describes the archive.
"""
