"""Replication jobs: starting and stopping them, waiting for their end, and what Stitch reports of them.

Holds the resource, the actions and the data sources about jobs, with the waiting that they share. Must never hold what
only refreshes a managed resource: the reports that are read here have an allowance of 30 requests in 10 minutes.
"""
