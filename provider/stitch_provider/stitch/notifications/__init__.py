"""Notifications: email addresses that Stitch writes to, and hooks that it calls after loads (reference 2.13, 2.14).

Holds their resources, what lists them, which refusals are due to plans and limits, and which parts of an address can be
secrets. Must never decide what is sent to them.
"""
