"""Accounts and sessions: what Stitch's partners create (reference 2.1, 2.2).

Holds the account, which nobody can read again, and the session token. Must never show a partner's secret.
"""
