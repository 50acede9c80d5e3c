"""Streams: which of them a source replicates, how, and which of their fields.

`selection` is the arithmetic of fields, `checks` what a plan can know to be wrong, `discovery` waiting and writing;
`settings` is what the user sets per stream; the resources and data sources put them together. Must never hold what
concerns a source as a whole, such as its schedule or its credentials.
"""
