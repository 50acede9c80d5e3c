"""Terraform provider for Stitch."""

__version__ = "0.1.0"
"""The distribution's version; here, as looking it up in what is installed costs every process 10 ms."""
