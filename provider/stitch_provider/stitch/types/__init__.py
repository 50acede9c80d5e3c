"""Types of sources and destinations: which properties they have and which values these take.

`rules` represents the rules of a type, from the catalog or from a report card of the service. `check` compares a
configuration with rules and `completeness` what it leaves out, `expectation` describes a JSON schema in words, `coerce`
converts text to what the API takes and back. All of these are pure. `data_sources` and `model` are the data sources of
types. Must never contain code of a source or destination.
"""
