"""Notifications: email addresses that Stitch writes to, and hooks that it calls after loads (reference 2.13, 2.14).

Holds their resources, what lists them, and the words for plans and limits. Must never decide what is sent to them.
"""
