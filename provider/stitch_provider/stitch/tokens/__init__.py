"""Import tokens, with which clients push data into a source of type `import_api` (reference 2.7).

Contains the managed and the ephemeral resource, the creation that they share, and the collection of tokens. Must never
write a token's value anywhere but into the attribute that is meant for it.
"""
