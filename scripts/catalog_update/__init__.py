"""Keeps the catalog: its files in one form, and what a Stitch account lists compared with them and taken over.

Runs as `scripts/update-catalog`. Reading the service (`listing`), merging (`merging`), comparing (`comparison`) and
writing (`files`) are apart: only `listing` calls the service, only `files` touches files.
"""
