"""Accounts, which partners of Stitch create, and tokens for sessions (reference 2.1, 2.2).

No call reads an account. Must never show a partner's secret.
"""
