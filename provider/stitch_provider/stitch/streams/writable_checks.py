"""What may be written to a stream: Stitch names the keys of metadata that it accepts (reference 3.9, A51).

A plan checks this where it reads the schema of the stream anyway. Elsewhere the apply explains the refusal.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from stitch_provider.stitch.streams.selection import changes
from stitch_provider.terraform.diagnostics import Diagnostic, error
from stitch_provider.terraform.values.path import Path
from stitch_provider.terraform.values.value import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from stitch_provider.stitch.streams.planned_stream import PlannedStream

_SELECTED = "selected"


def check_writable(planned: PlannedStream) -> Iterable[Diagnostic]:
    """An error for each attribute that has to be written and that Stitch does not accept."""
    if not planned.writable:
        return
    refused = {
        _attribute(key, of_field=bool(change.breadcrumb))
        for change in changes(planned.settings, planned.stream, planned.fields)
        for key, value in change.metadata.items()
        if key not in planned.writable and not isinstance(value, Unknown)
    }
    accepted = ", ".join(map(attribute_of, planned.writable))
    for attribute in sorted(refused):
        yield error(
            "Setting is not accepted",
            f"{planned.label} does not accept {attribute}. It accepts only these settings: {accepted}. "
            f"{advice(attribute)}",
            Path.of(attribute),
        )


def attribute_of(key: str) -> str:
    """The attribute of a stream's settings that a key of its metadata is written for."""
    return key.replace("-", "_")


def advice(attribute: str) -> str:
    """What to do about an attribute that cannot be written."""
    if attribute == _SELECTED:
        return "Remove the stream from the configuration."
    return f"Remove {attribute}."


def _attribute(key: str, *, of_field: bool) -> str:
    return "fields" if of_field else attribute_of(key)
