"""Private state: data about an object that a provider stores in Terraform's state."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

Private: TypeAlias = Mapping[str, Any]
"""JSON values that Terraform keeps with a state, or with an open ephemeral object, and never displays."""
