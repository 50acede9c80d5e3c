"""What sources and destinations share: a connection has a type, properties, credentials and checks.

One module per idea, each a handful of functions that both resources call: `properties` (what is declared, sent and
compared), `credentials` (what is sent and never read), `checks` (waiting for Stitch to connect), `timeouts`, `planning`
(which computed attributes a change leaves as they are) and `attributes` (their schemas). Must never hold what only one
of the two has.
"""
