"""What sources and destinations share: a connection has a type, properties, credentials and checks.

One module per idea: `properties` (what is declared, sent and compared), `credentials` (what is sent and never read),
`checks` (waiting for Stitch to connect), `planning` (which computed attributes a change leaves as they are, and whether
the type allows it), `sending` (why something was refused), `calls` (the client). `resource`, `data_sources` and `model`
are what the two nouns share of each. Must never hold what only one of the two has.
"""
