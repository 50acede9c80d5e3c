"""Placeholders: a value for a property that its schema accepts and that a user recognizes as one to replace."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from stitch_provider import catalog
from stitch_provider.stitch.types.check import fits
from stitch_provider.stitch.types.expectation import alternatives

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from stitch_provider.stitch.types.rules import PropertyRule

_BY_SCHEMA = (
    "https://example.com",
    "stitch@example.com",
    "server.example.com",
    "1",
    "false",
    "2024-01-01T00:00:00Z",
    "123456789012",
    "stitch-challenge-file-example",
)
"""Values for schemas of which the name of the property says nothing."""


def placeholder(type_name: str, rule: PropertyRule) -> str:
    """A value as text: the example of the catalog, the usual value, or else one that is made from the name.

    Raises LookupError if none of them fits the schema.
    """
    for candidate in _candidates(type_name, rule):
        if fits(rule, candidate):
            return candidate
    raise LookupError(f"no placeholder for {rule.name} of {type_name}")


def _candidates(type_name: str, rule: PropertyRule) -> Iterator[str]:
    explanation = catalog.explanation(type_name, rule.name)
    if explanation is not None and explanation.example is not None:
        yield explanation.example
    if rule.default:
        yield rule.default
    yield from rule.allowed
    schema = rule.schema or {}
    yield from alternatives(schema)
    if "format" not in str(schema):
        yield _named(rule.name)
    yield from _BY_SCHEMA
    yield msgspec.json.encode(_made_up(schema, rule.name)).decode()


def _made_up(schema: Mapping[str, Any], name: str) -> Any:
    """A value for the schema of a list or an object."""
    kind = schema.get("type")
    if kind == "array":
        return [_made_up(schema.get("items", {}), name)]
    if kind == "object":
        properties: Mapping[str, Any] = schema.get("properties", {})
        required = schema.get("required") or properties
        return {each: _made_up(properties.get(each, {}), each) for each in required}
    choices = alternatives(schema)
    return choices[-1] if choices else _named(name)


def _named(name: str) -> str:
    return f"your-{name.replace('_', '-')}"
