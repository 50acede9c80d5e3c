"""Type pages: what a user has to know about each type, as pages of the documentation and as text.

`facts` describes a type in sentences and rows, from its rules and the catalog. `page` and `index` make Markdown of
them, with relative links, and `pages` lists all pages. The command `types` prints the same facts. All of it is pure.
"""
