"""What starts the provider of an archive: `launcher.c`, which Terraform runs, and `start.py`, which Python runs first.

Both are copied into archives, in compiled form. They use only what is in the archive, and nothing of this repository.
"""
