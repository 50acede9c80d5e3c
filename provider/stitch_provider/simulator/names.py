"""Names of sources: derived from the display name, valid for a schema of the destination (reference 4.1)."""

from __future__ import annotations

import re
from typing import Final

_VALID: Final = re.compile(r"[a-z_][a-z0-9_$]{0,48}")
_FOREIGN: Final = re.compile(r"[^a-z0-9_$]")


def derive_name(display_name: str) -> str:
    """Lower case, spaces to underscores, characters outside `[a-z0-9_$]` dropped; possibly empty or invalid."""
    return _FOREIGN.sub("", display_name.lower().replace(" ", "_"))


def is_valid_name(name: str) -> bool:
    """Whether a source may have this name: under 50 characters of `[a-z0-9_$]`, no digit or dollar sign first."""
    return _VALID.fullmatch(name) is not None
