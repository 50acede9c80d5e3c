"""Terraform: plugin protocol 6, its values, schemas and plan logic.

Holds everything that would be the same for a provider of another service. Must never hold anything about Stitch.
"""
