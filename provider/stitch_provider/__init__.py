"""Terraform provider for Stitch."""

__version__ = "0.1.0"
"""The version of the distribution. It is a constant because `importlib.metadata` costs every process 10 ms."""
