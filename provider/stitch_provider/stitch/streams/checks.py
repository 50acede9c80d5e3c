"""What a plan can know to be wrong with the settings of a stream, once the stream is discovered.

Paths are relative to the settings. Errors are what cannot work; what may be meant is a warning, and comes only when a
change brings it about, so that an unchanged configuration stays silent. Unknown values are not judged.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from stitch_provider.connect.models import FieldMetadata, Stream
from stitch_provider.stitch.streams.selection import (
    AUTOMATIC,
    UNSUPPORTED,
    choice_of,
    is_replicated,
    is_selectable,
    is_selected,
    method_of,
    wanted,
)
from stitch_provider.stitch.streams.settings import INCREMENTAL, LOG_BASED, StreamSettings
from stitch_provider.terraform.diagnostics import Diagnostic, error, warning
from stitch_provider.terraform.schema.suggestions import nearest
from stitch_provider.terraform.values.path import Path
from stitch_provider.terraform.values.value import SetValue, Unknown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from stitch_provider.connect.models import StreamSchema
    from stitch_provider.stitch.streams.selection import FieldChoice

_SELECTED = Path.of("selected")
_METHOD = Path.of("replication_method")
_KEY = Path.of("replication_key")
_VIEW_KEYS = Path.of("view_key_properties")
_FIELDS = Path.of("fields")

_MANY = 10
"""How many names or conflicts one message lists before it says how many more there are."""

_KEY_TYPES = frozenset({"integer", "number"})


class _Case(Struct, frozen=True):
    """A stream, its settings, and what they were before (None at create)."""

    stream: Stream
    settings: StreamSettings
    before: StreamSettings | None
    fields: Mapping[str, FieldMetadata]
    columns: Mapping[str, Any]

    @property
    def name(self) -> str:
        return f'Stream "{self.stream.tap_stream_id}"'

    @property
    def begins(self) -> bool:
        """Whether the change starts to replicate the stream."""
        return self.settings.selected is True and (self.before is None or self.before.selected is not True)

    def changed(self, attribute: str) -> bool:
        """Whether the change sets this attribute or changes it."""
        return self.before is None or getattr(self.before, attribute) != getattr(self.settings, attribute)


def unknown_stream(name: str, source_id: str, discovered: Iterable[str], path: Path) -> Diagnostic:
    """The error for a stream that a source with completed discovery does not have."""
    return error(
        "Unknown stream",
        f'Source {source_id} has no stream "{name}".{nearest(name, discovered)} Streams go by their tap_stream_id; the '
        "data source stitch_streams lists them. A table that is new in the source appears when Stitch has discovered "
        "it; one that a change of the source brings, when that change is applied.",
        path,
    )


def wants_schema(stream: Stream, settings: StreamSettings, before: StreamSettings | None) -> bool:
    """Whether checking these settings takes the schema of the stream, or its metadata tells enough."""
    if settings.fields is not None or settings.selected is False:
        return settings.fields is not None
    metadata, method = stream.metadata, settings.replication_method or stream.metadata.replication_method
    keyless = metadata.forced_replication_method is None and metadata.replication_key is None
    keyed = settings.replication_key is not None or (method == INCREMENTAL and keyless)
    open_fields = _may_replicate_keys_only(_Case(stream, settings, before, {}, {}))
    return (
        settings.view_key_properties is not None
        or (keyed and not metadata.valid_replication_keys)
        or (open_fields and not _selects_by_default(stream))
    )


def check(
    stream: Stream, settings: StreamSettings, before: StreamSettings | None, schema: StreamSchema | None
) -> tuple[Diagnostic, ...]:
    """What is wrong or doubtful; without a schema only what the stream's own metadata tells."""
    columns = (schema.schema.get("properties") or {}) if schema is not None else {}
    case = _Case(stream, settings, before, schema.fields if schema is not None else {}, columns)
    return (
        *_method(case),
        *_replication_key(case),
        *_key_left_out(case),
        *_view(case),
        *_deselection(case),
        *_fields(case),
    )


def _method(case: _Case) -> Iterable[Diagnostic]:
    """The method against the one that the stream is bound to, and against what a view can do (reference 4.5)."""
    method, forced = case.settings.replication_method, case.stream.metadata.forced_replication_method
    if isinstance(method, Unknown):
        return
    if forced is not None and method is not None and method != forced:
        yield error(
            "Replication method is fixed",
            f"{case.name} always replicates by {forced}. Leave replication_method out, or set it to {forced}.",
            _METHOD,
        )
    elif case.stream.metadata.is_view and method == LOG_BASED:
        yield error(
            "Views have no log",
            f"{case.name} is a view and cannot replicate by LOG_BASED. Set replication_method to FULL_TABLE or "
            "INCREMENTAL.",
            _METHOD,
        )
    elif case.begins and method is None and method_of(case.stream) is None and case.stream.metadata.database_name:
        yield warning(
            "No replication method",
            f"{case.name} has no replication method yet, and a table does not replicate without one. Set "
            "replication_method.",
            _METHOD,
        )


def _replication_key(case: _Case) -> Iterable[Diagnostic]:
    """The key against the valid ones, else against the schema (reference 4.5)."""
    metadata, key = case.stream.metadata, case.settings.replication_key
    if isinstance(key, Unknown) or isinstance(case.settings.replication_method, Unknown):
        return
    if key is None:
        method = case.settings.replication_method or metadata.replication_method
        missing = metadata.forced_replication_method is None and metadata.replication_key is None
        if case.settings.selected is True and method == INCREMENTAL and missing:
            yield error(
                "Missing replication key",
                f"{case.name} replicates by INCREMENTAL, which needs a replication_key: "
                + (_list(metadata.valid_replication_keys or ()) or _list(_key_candidates(case)) or "a field that grows")
                + ".",
                _KEY,
            )
    elif metadata.valid_replication_keys:
        if key not in metadata.valid_replication_keys:
            yield error(
                "Unsuitable replication key",
                f'{case.name} cannot replicate by the key "{key}". Valid: {_list(metadata.valid_replication_keys)}.',
                _KEY,
            )
    elif case.columns and key not in case.fields:
        yield _unknown_field(case, key, _KEY)
    elif key in case.columns and not _can_be_key(case.columns[key]):
        yield error(
            "Unsuitable replication key",
            f'{case.name} cannot replicate by the key "{key}": a replication key is an integer or a point in time. '
            f"Suitable: {_list(_key_candidates(case)) or 'none'}.",
            _KEY,
        )


def _key_left_out(case: _Case) -> Iterable[Diagnostic]:
    """A replication key that the choice of fields leaves out."""
    choice, key = choice_of(case.settings.fields), case.settings.replication_key
    if choice is None or not isinstance(key, str) or key not in case.fields:
        return
    if not (case.changed("fields") or case.changed("replication_key")):
        return
    if is_selectable(case.fields[key]) and not choice.wants(key):
        yield warning(
            "Replication key is not replicated",
            f'{case.name} replicates by the key "{key}", which fields leaves out; the extraction may fail. '
            + ("Take it out of exclude." if choice.exclude else "Add it to include."),
            _FIELDS.attribute("exclude").element(key) if choice.exclude else _FIELDS.attribute("include"),
        )


def _view(case: _Case) -> Iterable[Diagnostic]:
    """The keys of a view (reference 4.5)."""
    metadata, keys = case.stream.metadata, case.settings.view_key_properties
    if isinstance(keys, SetValue):
        for name in keys:
            if isinstance(name, str) and case.columns and name not in case.fields:
                yield _unknown_field(case, name, _VIEW_KEYS.element(name))
        if keys and metadata.is_view is not True and case.changed("view_key_properties"):
            yield warning(
                "Not a view",
                f"{case.name} is not a view: it has a primary key of its own, and view_key_properties changes nothing.",
                _VIEW_KEYS,
            )
    changed = case.begins or case.changed("view_key_properties")
    if metadata.is_view and case.settings.selected is True and changed and not isinstance(keys, Unknown):
        given = metadata.view_key_properties if keys is None else keys
        if not given:
            yield warning(
                "View without keys",
                f"{case.name} is a view. Without view_key_properties, the fields that identify a row, its rows are "
                "appended at each replication instead of being updated.",
                _VIEW_KEYS,
            )


def _deselection(case: _Case) -> Iterable[Diagnostic]:
    """A stream that is selected by default and deselected by the user (A32)."""
    if case.settings.selected is False and case.stream.metadata.selected_by_default and case.changed("selected"):
        yield warning(
            "Selected by default",
            f"{case.name} is selected by default. Stitch is told not to replicate it; its documentation says that what "
            "is selected by default may replicate all the same. See that nothing of it arrives.",
            _SELECTED,
        )


def _fields(case: _Case) -> Iterable[Diagnostic]:
    """The choice of fields (reference 4.4, 4.6)."""
    choice = choice_of(case.settings.fields)
    if choice is not None:
        path = _FIELDS.attribute("exclude" if choice.exclude else "include")
        for name in sorted(choice.names):
            yield from _field_name(case, choice, name, path.element(name))
        if case.settings.selected is not False and case.changed("fields"):
            yield from _selected_by_default(case, choice, path)
            yield from _conflicts(case, choice, path)
    elif case.settings.fields is None:
        yield from _keys_only(case)


def _field_name(case: _Case, choice: FieldChoice, name: str, path: Path) -> Iterable[Diagnostic]:
    field = case.fields.get(name)
    if field is None:
        vanished = choice.exclude and not case.changed("fields")
        if case.fields and not vanished:
            yield _unknown_field(case, name, path)
    elif field.inclusion == AUTOMATIC and choice.exclude:
        yield error(
            "Field cannot be excluded",
            f'{case.name} always replicates the field "{name}". Take it out of exclude.',
            path,
        )
    elif field.inclusion == UNSUPPORTED and not choice.exclude:
        reason = f" {field.unsupported_description.strip()}" if field.unsupported_description else ""
        yield error(
            "Field cannot be replicated",
            f'Stitch does not support the field "{name}" of stream "{case.stream.tap_stream_id}".{reason} Take it out '
            "of include.",
            path,
        )


def _selected_by_default(case: _Case, choice: FieldChoice, path: Path) -> Iterable[Diagnostic]:
    names = [
        name
        for name, field in case.fields.items()
        if is_selectable(field) and field.selected_by_default and field.selected is not False and not choice.wants(name)
    ]
    if names:
        yield warning(
            "Selected by default",
            f"{case.name} selects by default: {_list(names)}. Stitch is told not to replicate them; its documentation "
            "says that what is selected by default may replicate all the same. See that nothing of them arrives.",
            path,
        )


def _conflicts(case: _Case, choice: FieldChoice, path: Path) -> Iterable[Diagnostic]:
    """Fields that the source refuses to hand out together; a warning, as the service accepts them (reference 4.6)."""
    running = wanted(choice, case.fields)
    pairs = sorted(
        {
            tuple(sorted((name, breadcrumb[-1])))
            for name in running
            for breadcrumb in case.fields[name].field_exclusions
            if breadcrumb and breadcrumb[-1] in running and breadcrumb[-1] != name
        }
    )
    for first, second in pairs[:_MANY]:
        at = next((path.element(name) for name in (first, second) if name in choice.names), path)
        yield warning(
            "Fields exclude each other",
            f'{case.name} cannot replicate the fields "{first}" and "{second}" together; the extraction may fail. '
            "Choose one of them.",
            path if choice.exclude else at,
        )
    if len(pairs) > _MANY:
        yield warning(
            "Fields exclude each other",
            f"{case.name} has {len(pairs) - _MANY} more pairs of selected fields that exclude each other. Choose "
            "fewer fields.",
            path,
        )


def _keys_only(case: _Case) -> Iterable[Diagnostic]:
    """A selected stream of which nothing but what is automatic replicates, and nobody says that this is meant."""
    selectable = [field for field in case.fields.values() if is_selectable(field)]
    if _may_replicate_keys_only(case) and selectable and not any(map(is_replicated, selectable)):
        yield warning(
            "Only keys are replicated",
            f"{case.name} selects no field by default, and nobody has selected any: nothing but its keys will be "
            "replicated. Name the fields in fields.include, or write fields = { exclude = [] } to take everything.",
            _FIELDS,
        )


def _may_replicate_keys_only(case: _Case) -> bool:
    """Whether the change leaves it to the service, or to whoever chose before, which fields replicate."""
    return case.begins or (case.settings.selected is True and case.changed("fields"))


def _selects_by_default(stream: Stream) -> bool:
    """Whether a stream is known to replicate more than its keys: a table of which nobody has chosen (reference 4.4)."""
    return stream.metadata.database_name is not None and is_selected(stream) is not True


def _unknown_field(case: _Case, name: str, path: Path) -> Diagnostic:
    return error("Unknown field", f'{case.name} has no field "{name}".{nearest(name, case.fields)}', path)


def _key_candidates(case: _Case) -> list[str]:
    return [name for name, column in case.columns.items() if _types(column) and _can_be_key(column)]


def _can_be_key(column: Any) -> bool:
    """Whether a column of this JSON Schema can be a replication key; one that tells no type may be anything."""
    types = _types(column)
    return not types or bool(types & _KEY_TYPES) or ("string" in types and "format" in column)


def _types(column: Any) -> frozenset[str]:
    """The JSON types of a column, `null` left out; empty where its schema does not tell."""
    kind = column.get("type") if isinstance(column, dict) else None
    return frozenset([kind] if isinstance(kind, str) else kind or ()) - {"null"}


def _list(names: Iterable[str]) -> str:
    """The first of these names, quoted, and how many more there are."""
    quoted = [f'"{name}"' for name in names]
    more = f" and {len(quoted) - _MANY} more" if len(quoted) > _MANY else ""
    return ", ".join(quoted[:_MANY]) + more
