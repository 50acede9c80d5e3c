"""Accounts and sessions: what Stitch's partners create (reference 2.1, 2.2).

Holds the account, which no call can read, and the session token. Must never show a partner's secret.
"""
