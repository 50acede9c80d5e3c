"""Destinations: where Stitch loads data (reference 2.4, 3.2)."""
