"""Types of sources and destinations: which properties they have and which values these take.

`rules` has one form for what the catalog or a report card of the service says. `check` compares a configuration with
rules, `expectation` describes a JSON schema in words, `coerce` converts text to what the API takes and back. All of
these are pure. Holds the data sources of the types too. Must never hold what a source or destination does.
"""
