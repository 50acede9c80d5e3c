"""Attributes that emails and hooks have alike."""

from __future__ import annotations

from stitch_provider.terraform.schema.attribute import Attribute
from stitch_provider.terraform.values.types import BOOL

ENABLED_FILTER = Attribute(
    type=BOOL, optional=True, description="Only those that are, or are not, enabled. Default: both."
)
"""The filter `enabled` of whatever lists them."""


def enabled_attribute(meaning: str) -> Attribute:
    """The attribute `enabled`; `meaning` ends the sentence that begins with "Whether"."""
    return Attribute(
        type=BOOL,
        optional=True,
        computed=True,
        default=True,
        description=f"Whether {meaning}. Changed in place. Default: `true`.",
    )
