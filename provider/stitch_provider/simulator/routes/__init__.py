"""The endpoints of the Connect API, one module per family (reference 2).

Holds handlers and, as `ROUTES`, the routes that lead to them. A handler reads the call, applies rules, writes to the
store and returns an answer. Must never hold rules that do not depend on a request: they are in the parent package.
"""
