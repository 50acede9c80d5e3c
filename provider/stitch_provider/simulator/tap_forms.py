"""The forms in which taps write metadata, where they differ from the documented one (A50). Pure.

A source's metadata is kept in the documented form and is given this form when it is sent.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

_KEY_AS_TEXT: Final = frozenset({"platform.github"})
"""The tap writes a single key as a text."""

_METHOD_WITH_REASON: Final = frozenset({"platform.salesforce"})
"""The tap writes the fixed method into an object, with the reason."""

_EXCLUSIONS_AS_NAMES: Final = frozenset({"platform.google-ads", "platform.ga4"})
"""The tap writes the names of fields instead of their breadcrumbs."""

_EXCLUSIONS_MIXED: Final = frozenset({"platform.adwords"})
"""The tap writes some names and some breadcrumbs."""


def as_tap_writes(source_type: str, metadata: Mapping[str, Any]) -> dict[str, Any]:
    """The metadata of a stream or a field, in the form of the tap of this source type."""
    written = dict(metadata)
    if source_type in _KEY_AS_TEXT:
        for key in ("valid-replication-keys", "table-key-properties"):
            if len(keys := metadata.get(key, ())) == 1:
                written[key] = keys[0]
    if source_type in _METHOD_WITH_REASON and "forced-replication-method" in metadata:
        method, reason = metadata["forced-replication-method"], "No replication keys found from the Salesforce API"
        written["forced-replication-method"] = {"replication-method": method, "reason": reason}
    exclusions = metadata.get("fieldExclusions", ())
    if source_type in _EXCLUSIONS_AS_NAMES and exclusions:
        written["fieldExclusions"] = [breadcrumb[-1] for breadcrumb in exclusions]
    elif source_type in _EXCLUSIONS_MIXED and exclusions:
        written["fieldExclusions"] = [exclusions[0][-1], *exclusions[1:]]
    return written
