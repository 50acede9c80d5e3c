"""The names of the regions."""

from __future__ import annotations

REGIONS = ("us-east-1", "eu-central-1")
"""The data pipeline regions by their AWS regions (reference 1.2). Schemas contain them, and do not load the catalog."""
