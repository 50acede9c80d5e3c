"""The error of everything that has to be corrected before a release."""

from __future__ import annotations


class RefusedError(Exception):
    """There is no release. The text says what is wrong and what to do."""
