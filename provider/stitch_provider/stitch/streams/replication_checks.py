"""How a stream replicates: its method, its replication key, and the keys of a view (reference 4.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stitch_provider.stitch.streams.planned_stream import quoted
from stitch_provider.stitch.streams.selection import method_of
from stitch_provider.stitch.streams.settings import INCREMENTAL, LOG_BASED
from stitch_provider.terraform.diagnostics import Diagnostic, error, warning
from stitch_provider.terraform.values.path import Path
from stitch_provider.terraform.values.value import SetValue, Unknown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from stitch_provider.stitch.streams.planned_stream import PlannedStream

_METHOD = Path.of("replication_method")
_KEY = Path.of("replication_key")
_VIEW_KEYS = Path.of("view_key_properties")

_KEY_TYPES = frozenset({"integer", "number"})


def check_method(planned: PlannedStream) -> Iterable[Diagnostic]:
    """The method has to be the fixed one where there is one, and one that a view can have."""
    metadata, method = planned.stream.metadata, planned.settings.replication_method
    forced = metadata.forced_replication_method
    if isinstance(method, Unknown):
        return
    if forced is not None and method is not None and method != forced:
        yield error(
            "Replication method is fixed",
            f"{planned.label} always replicates by {forced}. Remove replication_method, or set it to {forced}.",
            _METHOD,
        )
    elif metadata.is_view and method == LOG_BASED:
        yield error(
            "View cannot replicate by log",
            f"{planned.label} is a view and cannot replicate by LOG_BASED. Set replication_method to FULL_TABLE or "
            "INCREMENTAL.",
            _METHOD,
        )
    elif planned.begins and method is None and method_of(planned.stream) is None and metadata.database_name:
        yield warning(
            "No replication method",
            f"{planned.label} has no replication method, and a table does not replicate without one. Set "
            "replication_method to FULL_TABLE, INCREMENTAL or LOG_BASED.",
            _METHOD,
        )


def check_key(planned: PlannedStream) -> Iterable[Diagnostic]:
    """The key has to be one of the valid keys where the stream names them, else a field of a suitable type."""
    metadata, key = planned.stream.metadata, planned.settings.replication_key
    if isinstance(key, Unknown) or isinstance(planned.settings.replication_method, Unknown):
        return
    if key is None:
        if planned.settings.selected is True and lacks_key(planned):
            suitable = quoted(metadata.valid_replication_keys or _suitable_keys(planned))
            yield error(
                "Missing replication key",
                f"{planned.label} replicates by INCREMENTAL, which requires a replication key. Set replication_key "
                f"to a suitable field: {suitable or 'an integer or a point in time'}.",
                _KEY,
            )
    elif metadata.valid_replication_keys:
        if key not in metadata.valid_replication_keys:
            yield error(
                "Unsuitable replication key",
                f'{planned.label} cannot replicate by the key "{key}". Valid keys: '
                f"{quoted(metadata.valid_replication_keys)}.",
                _KEY,
            )
    elif planned.columns and key not in planned.fields:
        yield planned.unknown_field(key, _KEY)
    elif key in planned.columns and not _is_suitable(planned.columns[key]):
        yield error(
            "Unsuitable replication key",
            f'{planned.label} cannot replicate by the key "{key}": a replication key is an integer or a point in time. '
            f"Suitable fields: {quoted(_suitable_keys(planned)) or 'none'}.",
            _KEY,
        )


def lacks_key(planned: PlannedStream) -> bool:
    """Whether the method needs a replication key and none is set, neither in the settings nor in Stitch."""
    metadata, settings = planned.stream.metadata, planned.settings
    if metadata.forced_replication_method is not None:
        return False
    method = settings.replication_method or metadata.replication_method
    return method == INCREMENTAL and settings.replication_key is None and metadata.replication_key is None


def check_view_keys(planned: PlannedStream) -> Iterable[Diagnostic]:
    """The keys of a view have to be fields, and there have to be some; other streams need none."""
    metadata, keys = planned.stream.metadata, planned.settings.view_key_properties
    if isinstance(keys, SetValue):
        for name in keys:
            if isinstance(name, str) and planned.columns and name not in planned.fields:
                yield planned.unknown_field(name, _VIEW_KEYS.element(name))
        if keys and metadata.is_view is not True and planned.changed("view_key_properties"):
            yield warning(
                "Not a view",
                f"{planned.label} is not a view: it has a primary key, and view_key_properties has no effect. Remove "
                "view_key_properties.",
                _VIEW_KEYS,
            )
    changed = planned.begins or planned.changed("view_key_properties")
    if metadata.is_view and planned.settings.selected is True and changed and not isinstance(keys, Unknown):
        present = metadata.view_key_properties if keys is None else keys
        if not present:
            yield warning(
                "View without keys",
                f"{planned.label} is a view without view_key_properties. Each replication appends its rows instead "
                "of updating them. Set view_key_properties to the fields that identify a row.",
                _VIEW_KEYS,
            )


def _suitable_keys(planned: PlannedStream) -> list[str]:
    return [name for name, column in planned.columns.items() if _types(column) and _is_suitable(column)]


def _is_suitable(column: Any) -> bool:
    """Whether a column of this JSON schema can be a replication key. One without a type may be anything."""
    types = _types(column)
    return not types or bool(types & _KEY_TYPES) or ("string" in types and "format" in column)


def _types(column: Any) -> frozenset[str]:
    """The JSON types of a column without `null`; empty where its schema names none."""
    kind = column.get("type") if isinstance(column, dict) else None
    return frozenset([kind] if isinstance(kind, str) else kind or ()) - {"null"}
