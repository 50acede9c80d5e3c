"""The differences between two versions of the catalog's types, as text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from stitch_provider.catalog.loader import Types
    from stitch_provider.catalog.models import DestinationType, Property, SourceType


def differences(before: Types, after: Types) -> Iterator[str]:
    """Lines that begin with `+` for an addition, `-` for a removal and `~` for a change; none if both are equal."""
    yield from _section("Source types", before.sources, after.sources)
    yield from _section("Destination types", before.destinations, after.destinations)


def _section(
    heading: str,
    before: Sequence[SourceType | DestinationType],
    after: Sequence[SourceType | DestinationType],
) -> Iterator[str]:
    old, new = ({each.type: each for each in types} for types in (before, after))
    lines = [line for name in sorted(old.keys() | new.keys()) for line in _type(name, old.get(name), new.get(name))]
    if lines:
        yield heading
        yield from (f"  {line}" for line in lines)


def _type(
    name: str, before: SourceType | DestinationType | None, after: SourceType | DestinationType | None
) -> Iterator[str]:
    if after is None:
        yield f"- {name}"
    elif before is None:
        yield f"+ {name}"
        yield from (f"    {key}: {_json(value)}" for key, value in _facts_of_type(after).items())
        yield from _properties({}, after.properties)
    elif lines := [
        *_changes(_facts_of_type(before), _facts_of_type(after)),
        *_properties(before.properties, after.properties),
    ]:
        yield f"~ {name}"
        yield from lines


def _properties(before: Mapping[str, Property], after: Mapping[str, Property]) -> Iterator[str]:
    for name in [*before, *(name for name in after if name not in before)]:
        if name not in after:
            yield f"    - property {name}"
        elif name not in before:
            yield f"    + property {_json(after[name])}"
        elif changes := list(_changes(_facts(before[name]), _facts(after[name]))):
            yield f"    ~ property {name}"
            yield from (f"    {line}" for line in changes)
    if [name for name in before if name in after] != [name for name in after if name in before]:
        yield f"    ~ order of the properties: {', '.join(after)}"


def _changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    for key, value in after.items():
        if before[key] != value:
            yield f"    {key}: {_json(before[key])} -> {_json(value)}"


def _facts_of_type(each: SourceType | DestinationType) -> dict[str, Any]:
    facts = _facts(each)
    del facts["type"], facts["property_list"], facts["details"]
    return facts | {f"details.{key}": value for key, value in _facts(each.details).items()}


def _facts(each: msgspec.Struct) -> dict[str, Any]:
    return msgspec.structs.asdict(each)


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()
