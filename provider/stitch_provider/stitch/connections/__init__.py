"""Code that sources and destinations share. A connection has a type, properties, credentials and checks.

The modules are `properties` (what is declared, sent and compared), `credentials` (what is sent and never read),
`checks` (waiting for Stitch to connect), `unconfirmed` (what no check has confirmed yet), `planning` (which computed
attributes a change leaves as they are, and whether the type allows it), `replacing` (properties that are set once),
`sending` (what is sent, and why something was refused) and `calls` (the client), and the common parts of `resource`,
`data_sources` and `model`. Must never contain code for only one of the two nouns.
"""
