"""Terraform provider for Stitch."""
