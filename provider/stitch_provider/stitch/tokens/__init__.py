"""Import tokens: what pushes data into a source of type `import_api` authenticates with (reference 2.7).

Holds the resource, its ephemeral sibling, what lists tokens, and the words for the limit of two. Must never write a
token's value anywhere but into the attribute that is meant for it.
"""
