"""The destination that a source loads into: `destination_id`, and `destination_ids` of data sources (A12). Pure.

The service may show the destinations of a source, or not. It may show several, while the attribute is one id. Then the
provider does not choose one of them.

Null stays null in every read. If the configuration leaves the attribute out, Stitch itself changes the destination, for
example when a destination is created, and that would be drift right after an apply. If the configuration sets it, the
next apply sends it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from stitch_provider.stitch.ids import same_id, to_id, to_number
from stitch_provider.terraform.diagnostics import Diagnostic, warning
from stitch_provider.terraform.values.path import Path
from stitch_provider.terraform.values.value import SetValue, Unknown

if TYPE_CHECKING:
    from stitch_provider.connect import Source

PATH = Path.of("destination_id")


def number(destination_id: str | Unknown | None) -> int | None:
    """The number to send for a planned id; None where there is none yet. Raises DiagnosticError if it is no id."""
    return to_number(destination_id, PATH) if isinstance(destination_id, str) else None


def applied(source: Source, planned: str | Unknown | None) -> str | None:
    """The attribute after an apply: as planned, or the only destination if the plan left it to the service."""
    return only(source) if isinstance(planned, Unknown) else planned


def refreshed(source: Source, before: str | Unknown | None) -> str | Unknown | None:
    """The attribute after a read; `before` is its value in the state.

    It stays as long as the service shows this destination, or does not show destinations.
    """
    shown = source.destination_ids
    if before is None or shown is None or any(same_id(before, to_id(each)) for each in shown):
        return before
    return only(source)


def only(source: Source) -> str | None:
    """The id of the destination; None if the service shows none, several, or does not show them."""
    shown = source.destination_ids or ()
    return to_id(shown[0]) if len(shown) == 1 else None


def every(source: Source) -> SetValue | None:
    """The ids of all destinations; None if the service does not show them."""
    shown = source.destination_ids
    return None if shown is None else SetValue(map(to_id, shown))


def ambiguous(source: Source) -> tuple[Diagnostic, ...]:
    """The warning about an import of a source with several destinations."""
    shown = source.destination_ids or ()
    if len(shown) <= 1:
        return ()
    text = (
        f"Source {source.id} loads into the destinations {', '.join(map(to_id, shown))}. destination_id is the id of "
        "one destination, so it was not imported. To keep all of them, leave destination_id out. If you set it, the "
        "next apply sends it to Stitch."
    )
    return (warning("Source with several destinations", text, PATH),)
