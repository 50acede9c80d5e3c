"""Types of sources and destinations: which properties they have and what may stand in them.

`rules` says it in one form, whether the bundled catalog or the service's report card knows it; `check` holds a
configuration against rules, `expectation` puts a JSON schema into words, `coerce` turns text into what the API takes
and back. All of these are pure. Beside them the data sources of the types. Must never hold what a source or destination
does.
"""
