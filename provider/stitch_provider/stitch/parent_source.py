"""The source that an object belongs to: the attribute `source_id` of selections, tokens and replication jobs."""

from __future__ import annotations

from stitch_provider.terraform.diagnostics import Diagnostic, error
from stitch_provider.terraform.values.path import Path

SOURCE_ID = Path.of("source_id")


def unknown_source(source_id: object) -> Diagnostic:
    """The error for a source that does not exist."""
    return error(
        "Unknown source",
        f"There is no source {source_id} in this Stitch account, or it was deleted. Correct source_id; the data source "
        "stitch_sources lists the sources.",
        SOURCE_ID,
    )
