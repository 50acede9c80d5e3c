"""What sources and destinations share: a connection has a type, properties, credentials and checks.

One module per idea, each a handful of functions that both call: `properties` (what is declared, sent and compared),
`credentials` (what is sent and never read), `checks` (waiting for Stitch to connect), `timeouts`, `planning` (which
computed attributes a change leaves as they are, and what the type has against it), `sending` (why something was
refused), `importing` and `viewing` (what data sources show). `model` and `attributes` are what their schemas have
alike. Must never hold what only one of the two has.
"""
