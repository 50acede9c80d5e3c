"""Private state: what a provider remembers of an object in Terraform's keeping."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

Private: TypeAlias = Mapping[str, Any]
"""JSON values that Terraform keeps beside a state, or beside an open ephemeral object, and never shows."""
