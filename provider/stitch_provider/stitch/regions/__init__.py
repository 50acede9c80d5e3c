"""Regions: where Stitch processes the data of an account, and what a network has to let through for that.

Everything is in the catalog. Must never make a call, because the Connect API does not show the region of an account.
"""
