"""Checks of the settings of a stream, which a plan makes once the stream is discovered.

Paths are relative to the settings. What cannot work is an error. What may be intended is a warning, but only when it
changes: an unchanged configuration has no diagnostics. Unknown values are not checked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from stitch_provider.stitch.streams.field_checks import check_fields
from stitch_provider.stitch.streams.replication_checks import check_key, check_method, check_view_keys, lacks_key
from stitch_provider.stitch.streams.selection import is_selected
from stitch_provider.stitch.streams.writable_checks import check_writable
from stitch_provider.terraform.diagnostics import Diagnostic, warning
from stitch_provider.terraform.values.path import Path

if TYPE_CHECKING:
    from collections.abc import Iterable

    from stitch_provider.connect.models import Stream
    from stitch_provider.stitch.streams.planned_stream import PlannedStream


def check(planned: PlannedStream) -> tuple[Diagnostic, ...]:
    """What is wrong or doubtful. Without a schema, only what the stream's own metadata shows."""
    return (
        *check_method(planned),
        *check_key(planned),
        *check_view_keys(planned),
        *_check_deselection(planned),
        *check_fields(planned),
        *check_writable(planned),
    )


def needs_schema(planned: PlannedStream) -> bool:
    """Whether the check of these settings needs the schema of the stream, or its metadata is enough."""
    stream, settings = planned.stream, planned.settings
    if settings.fields is not None or settings.selected is False:
        return settings.fields is not None
    has_key = settings.replication_key is not None or lacks_key(planned)
    return (
        settings.view_key_properties is not None
        or (has_key and not stream.metadata.valid_replication_keys)
        or (planned.leaves_fields and not _selects_by_default(stream))
    )


def _check_deselection(planned: PlannedStream) -> Iterable[Diagnostic]:
    """A stream that is selected by default and deselected may replicate all the same (A32)."""
    settings, metadata = planned.settings, planned.stream.metadata
    if settings.selected is False and metadata.selected_by_default and planned.changed("selected"):
        yield warning(
            "Selected by default",
            f"{planned.label} is selected by default. The provider deselects it, but according to the "
            "documentation of Stitch it may still be replicated. Check in the destination that it is not.",
            Path.of("selected"),
        )


def _selects_by_default(stream: Stream) -> bool:
    """Whether the stream is sure to replicate more than its keys: a table that was never selected (reference 4.4)."""
    return stream.metadata.database_name is not None and is_selected(stream) is not True
