"""The selection of streams and fields: how it is set, and what it replicates (reference 2.9, 3.8, 3.9, 4.4, 4.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import msgspec

from stitch_provider.simulator.answers import bare, invalid_fields
from stitch_provider.simulator.tap_forms import as_tap_writes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from stitch_provider.simulator.options import Switches
    from stitch_provider.simulator.tables import Shape, Stream

_WRITABLE_KEYS: Final = ("selected", "replication-method", "replication-key", "view-key-properties")


def writable_keys(shape: Shape, switches: Switches) -> tuple[str, ...]:
    """The keys that PUT accepts for a stream and its fields. For some streams it is `selected` alone (A51)."""
    fixed = "forced-replication-method" in shape.stream
    return ("selected",) if fixed and switches.fixed_method_metadata == "selected" else _WRITABLE_KEYS


def is_replicated(discovered: Mapping[str, Any], chosen: Mapping[str, Any]) -> bool:
    """Whether a field of a selected stream is replicated (reference 4.4). An explicit false takes precedence (A32)."""
    inclusion = discovered.get("inclusion")
    if inclusion != "available":
        return inclusion == "automatic"
    selected = chosen.get("selected")
    return bool(discovered.get("selected-by-default") if selected is None else selected)


def replicates(stream: Stream, shape: Shape) -> bool:
    """Whether the stream is selected with at least one field. A schemaless stream needs no fields."""
    if not stream.selected:
        return False
    if not shape.fields:
        return True
    return any(is_replicated(field, stream.chosen_fields.get(name, {})) for name, field in shape.fields.items())


def stream_body(stream: Stream, shape: Shape, source_type: str) -> dict[str, Any]:
    """A stream in the form of the list (reference 3.8)."""
    metadata = as_tap_writes(source_type, {**shape.stream, **stream.chosen})
    return {
        "selected": stream.selected,
        "stream_id": stream.id,
        "tap_stream_id": stream.tap_stream_id,
        "stream_name": stream.stream_name,
        "metadata": {**metadata, "selected": stream.selected},
    }


def schema_body(stream: Stream, shape: Shape, source_type: str, writable: Sequence[str]) -> dict[str, Any]:
    """A stream with its schema and fields (reference 3.9). Fields have `selected` only if the stream is selected."""
    chosen_stream = as_tap_writes(source_type, {**shape.stream, **stream.chosen})
    metadata: list[dict[str, Any]] = [{"breadcrumb": [], "metadata": chosen_stream}]
    for name, field in shape.fields.items():
        chosen = stream.chosen_fields.get(name, {})
        if not stream.selected:
            chosen = {key: value for key, value in chosen.items() if key != "selected"}
        written = as_tap_writes(source_type, {**field, **chosen})
        metadata.append({"breadcrumb": ["properties", name], "metadata": written})
    return {"schema": shape.schema, "metadata": metadata, "non-discoverable-metadata-keys": list(writable)}


def read_changes(body: Any) -> list[tuple[Any, list[tuple[list[str], Mapping[str, Any]]]]]:
    """The values of `tap_stream_id` and the changes in the body of a PUT. The caller checks the ids.

    Raises:
        RefusalError: a required key is missing or has the wrong JSON type.
    """
    refusal = bare("body must contain a 'streams' property with a list of metadatas by tap_stream_id")
    if not isinstance(body, dict) or not isinstance(body.get("streams"), list):
        raise refusal
    found: list[tuple[Any, list[tuple[list[str], Mapping[str, Any]]]]] = []
    for stream in body["streams"]:
        if not isinstance(stream, dict) or not isinstance(stream.get("metadata"), list):
            raise refusal
        changes: list[tuple[list[str], Mapping[str, Any]]] = []
        for each in stream["metadata"]:
            if not isinstance(each, dict):
                raise refusal
            breadcrumb, metadata = each.get("breadcrumb"), each.get("metadata")
            if not isinstance(breadcrumb, list) or not isinstance(metadata, dict):
                raise refusal
            changes.append((breadcrumb, metadata))
        found.append((stream.get("tap_stream_id"), changes))
    return found


def apply_changes(
    stream: Stream, shape: Shape, changes: Sequence[tuple[list[str], Mapping[str, Any]]], writable: Sequence[str]
) -> Stream:
    """The stream after the changes. Null removes a value.

    Raises:
        RefusalError: a key is not writable, a field is unsupported or (undocumented) does not exist.
    """
    chosen = dict(stream.chosen)
    fields = {name: dict(values) for name, values in stream.chosen_fields.items()}
    for breadcrumb, metadata in changes:
        foreign = [key for key in metadata if key not in writable]
        if foreign:
            keys = " ".join(f'"{key}"' for key in foreign)
            raise invalid_fields(f"only non-discoverable metadata can be produced by the UI: #{{{keys}}}")
        if not breadcrumb:
            chosen.update(metadata)
            continue
        name = str(breadcrumb[-1])
        if breadcrumb != ["properties", name] or name not in shape.fields:
            raise invalid_fields(f"invalid breadcrumbs:  [{' '.join(map(str, breadcrumb))}]")
        if metadata.get("selected") and shape.fields[name]["inclusion"] == "unsupported":
            raise invalid_fields("Unsupported fields cannot be selected by default")
        fields.setdefault(name, {}).update(metadata)
    return msgspec.structs.replace(
        stream,
        selected=chosen.get("selected"),
        chosen={key: value for key, value in chosen.items() if value is not None},
        chosen_fields={name: kept for name, values in fields.items() if (kept := _without_nulls(values))},
    )


def extraction_failure(stream: Stream, shape: Shape, default_method: object) -> str | None:
    """Why the extraction of a selected stream fails, or None. PUT does not check this (reference 4.5, 4.6)."""
    forced = shape.stream.get("forced-replication-method")
    method = forced or stream.chosen.get("replication-method") or default_method
    if method is None:
        return f"{stream.tap_stream_id}: no replication-method is set"
    if method == "LOG_BASED" and shape.stream.get("is-view"):
        return f"{stream.tap_stream_id}: Log-based replication is not possible for views"
    if method == "INCREMENTAL" and not forced and "replication-key" not in stream.chosen:
        return f"{stream.tap_stream_id}: replication-key is required for INCREMENTAL replication"
    replicated = {
        name for name, field in shape.fields.items() if is_replicated(field, stream.chosen_fields.get(name, {}))
    }
    for name in sorted(replicated):
        for breadcrumb in shape.fields[name].get("fieldExclusions", ()):
            if breadcrumb[-1] in replicated:
                return f"{stream.tap_stream_id}: fields {name} and {breadcrumb[-1]} cannot be selected together"
    return None


def _without_nulls(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value is not None}
