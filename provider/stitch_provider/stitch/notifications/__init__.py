"""Notifications: email addresses that Stitch writes to, and hooks that it calls after loads (reference 2.13, 2.14).

Contains their resources and collections, the explanations of refusals because of plans and limits, and the secret parts
of an address. Must never decide what is sent to them.
"""
