"""Fakes: small complete implementations of our own Protocols, for tests of what calls them."""
