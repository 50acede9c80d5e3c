"""Replication jobs: starting and stopping them, waiting until they end, and what Stitch reports about them.

Contains the resource, the actions and the data sources for jobs, and the waiting that they share. Refreshing a managed
resource must never read reports, as Stitch allows only 30 requests for them in 10 minutes.
"""
