"""Terraform: plugin protocol 6, its values, schemas and plan logic.

Holds everything that does not depend on the service. Must never hold anything about Stitch.
"""
