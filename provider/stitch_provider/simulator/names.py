"""Names of sources, which are the names of schemas in the destination (reference 4.1)."""

from __future__ import annotations

import re
from typing import Final

_VALID: Final = re.compile(r"[a-z_][a-z0-9_$]{0,48}")
_FOREIGN: Final = re.compile(r"[^a-z0-9_$]")


def derive_name(display_name: str) -> str:
    """The name that Stitch derives from a display name; it can be empty or invalid.

    Letters are converted to lower case and spaces to underscores. Characters outside `[a-z0-9_$]` are removed.
    """
    return _FOREIGN.sub("", display_name.lower().replace(" ", "_"))


def is_valid_name(name: str) -> bool:
    """Whether the name is valid: under 50 characters of `[a-z0-9_$]`, of which the first is no digit and no `$`."""
    return _VALID.fullmatch(name) is not None
