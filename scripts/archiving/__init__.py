"""Builds the archive of a release: the provider with its own interpreter and libraries, for one platform.

It collects files, leaves out what is not needed, and packs the rest. Of the provider it imports only the version and
the name of this platform. `docs/design/archive.md` describes the archive.
"""
