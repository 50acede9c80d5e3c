"""The endpoints of the Connect API, one module per family (reference 2).

Each module has `ROUTES` and its handlers. Handlers read the call, apply the pure rules, write the store and answer;
rules that can be told without a request stand outside this package.
"""
