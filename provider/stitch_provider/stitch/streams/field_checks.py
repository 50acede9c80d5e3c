"""Which fields of a stream replicate: whether they exist, can be chosen, and fit together (reference 4.4, 4.6)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stitch_provider.stitch.explaining import sentence
from stitch_provider.stitch.redaction import redact
from stitch_provider.stitch.streams.planned_stream import MOST_LISTED, quoted
from stitch_provider.stitch.streams.selection import (
    AUTOMATIC,
    UNSUPPORTED,
    choice_of,
    is_replicated,
    is_selectable,
    wanted,
)
from stitch_provider.stitch.streams.settings import Fields
from stitch_provider.terraform.diagnostics import Diagnostic, error, warning
from stitch_provider.terraform.values.path import Path

if TYPE_CHECKING:
    from collections.abc import Iterable

    from stitch_provider.stitch.streams.planned_stream import PlannedStream
    from stitch_provider.stitch.streams.selection import FieldChoice

_FIELDS = Path.of("fields")


def check_fields(planned: PlannedStream) -> Iterable[Diagnostic]:
    """The choice of fields, or what it means that there is none."""
    fields = planned.settings.fields
    choice = choice_of(fields)
    if choice is None or not isinstance(fields, Fields):
        yield from _check_keys_only(planned)
        return
    path = _FIELDS.attribute("all" if fields.all else "exclude" if choice.exclude else "include")
    for name in sorted(choice.names):
        yield from _check_name(planned, choice, name, path.element(name))
    if planned.settings.selected is not False and planned.changed("fields"):
        yield from _check_defaults(planned, choice, path)
        yield from _check_conflicts(planned, choice, path)
    yield from _check_replication_key(planned, choice, path)


def _check_name(planned: PlannedStream, choice: FieldChoice, name: str, path: Path) -> Iterable[Diagnostic]:
    """A field that is named has to exist, and it has to be possible to choose it."""
    field = planned.fields.get(name)
    if field is None:
        # a column that was excluded and no longer exists needs no change of the configuration
        excluded_before = choice.exclude and not planned.changed("fields")
        if planned.fields and not excluded_before:
            yield planned.unknown_field(name, path)
    elif field.inclusion == AUTOMATIC and choice.exclude:
        yield error(
            "Field cannot be excluded",
            f'{planned.label} always replicates the field "{name}". Remove it from fields.exclude.',
            path,
        )
    elif field.inclusion == UNSUPPORTED and not choice.exclude:
        reason = f" {sentence(redact(field.unsupported_description))}" if field.unsupported_description else ""
        yield error(
            "Field cannot be replicated",
            f'{planned.label} has the field "{name}", which Stitch does not support.{reason} Remove it from '
            "fields.include.",
            path,
        )


def _check_defaults(planned: PlannedStream, choice: FieldChoice, path: Path) -> Iterable[Diagnostic]:
    """Fields that are selected by default and left out may replicate all the same (A32)."""
    names = [
        name
        for name, field in planned.fields.items()
        if is_selectable(field) and field.selected_by_default and field.selected is not False and not choice.wants(name)
    ]
    if names:
        yield warning(
            "Selected by default",
            f"{planned.label} selects these fields by default: {quoted(names)}. The provider deselects them, but "
            "according to the documentation of Stitch they may still be replicated. Check in the destination that "
            "they are not.",
            path,
        )


def _check_conflicts(planned: PlannedStream, choice: FieldChoice, path: Path) -> Iterable[Diagnostic]:
    """Fields that the source does not report together. A warning, as the service accepts them (reference 4.6)."""
    replicating = wanted(choice, planned.fields)
    pairs = sorted(
        {
            tuple(sorted((name, breadcrumb[-1])))
            for name in replicating
            for breadcrumb in planned.fields[name].field_exclusions
            if breadcrumb and breadcrumb[-1] in replicating and breadcrumb[-1] != name
        }
    )
    for first, second in pairs[:MOST_LISTED]:
        named = next((path.element(name) for name in (first, second) if name in choice.names), path)
        yield warning(
            "Fields exclude each other",
            f'{planned.label} cannot replicate the fields "{first}" and "{second}" together, and the extraction '
            "may fail. Leave one of them out.",
            path if choice.exclude else named,
        )
    if len(pairs) > MOST_LISTED:
        yield warning(
            "Fields exclude each other",
            f"{planned.label} has {len(pairs) - MOST_LISTED} more pairs of selected fields that exclude each "
            "other. Select fewer fields.",
            path,
        )


def _check_replication_key(planned: PlannedStream, choice: FieldChoice, path: Path) -> Iterable[Diagnostic]:
    """The replication key has to replicate itself."""
    key = planned.settings.replication_key
    if not isinstance(key, str) or key not in planned.fields:
        return
    if not (planned.changed("fields") or planned.changed("replication_key")):
        return
    if is_selectable(planned.fields[key]) and not choice.wants(key):
        yield warning(
            "Replication key is not replicated",
            f'{planned.label} has the replication key "{key}", which fields leaves out. The extraction may fail. '
            + ("Remove it from fields.exclude." if choice.exclude else "Add it to fields.include."),
            path.element(key) if choice.exclude else path,
        )


def _check_keys_only(planned: PlannedStream) -> Iterable[Diagnostic]:
    """Without a choice, a stream may replicate nothing but the fields that always do."""
    selectable = [field for field in planned.fields.values() if is_selectable(field)]
    if planned.leaves_fields and selectable and not any(map(is_replicated, selectable)):
        yield warning(
            "Only keys are replicated",
            f"{planned.label} replicates only its keys, because no other field is selected. List the fields in "
            "fields.include, or set fields = { all = true } to replicate everything.",
            _FIELDS,
        )
