"""What a schema asks of the engine, sorted out once per schema.

Most attributes ask for nothing: they take what the configuration says. The engine visits only the others.
"""

from __future__ import annotations

from functools import cache
from typing import TypeAlias

from msgspec import Struct

from stitch_provider.terraform.schema.attribute import NestedAttributes, Schema
from stitch_provider.terraform.values.value import Value

Level: TypeAlias = Schema | NestedAttributes
"""Something that has attributes: a schema, or nested attributes inside one."""


Inside: TypeAlias = tuple[tuple[str, NestedAttributes], ...]
"""Nested attributes by name: those with something of a kind inside, at whatever depth."""


class Rules(Struct, frozen=True):
    """The attributes of one level that ask for something.

    `defaults` and `write_only` are settled first, `computed` names the computed attributes without a default, each with
    whether its prior value stays valid; `replaced` and `sets` name those that require replacement and the nested sets.
    """

    defaults: tuple[tuple[str, Value], ...]
    write_only: tuple[str, ...]
    computed: tuple[tuple[str, bool], ...]
    replaced: tuple[str, ...]
    sets: tuple[str, ...]
    settled_inside: Inside
    computed_inside: Inside
    replaced_inside: Inside
    sets_inside: Inside


@cache
def rules(level: Level) -> Rules:
    """The rules of a schema or of nested attributes."""
    named = level.attributes.items()
    nested = tuple((name, attribute.type) for name, attribute in named if isinstance(attribute.type, NestedAttributes))
    inner = [(name, kind, rules(kind)) for name, kind in nested]
    return Rules(
        defaults=tuple((name, attribute.default) for name, attribute in named if attribute.default is not None),
        write_only=tuple(name for name, attribute in named if attribute.write_only),
        computed=tuple(
            (name, attribute.use_state_for_unknown)
            for name, attribute in named
            if attribute.computed and attribute.default is None
        ),
        replaced=tuple(name for name, attribute in named if attribute.requires_replace),
        sets=tuple(name for name, kind in nested if kind.nesting == "set"),
        settled_inside=tuple(
            (name, kind) for name, kind, of in inner if of.defaults or of.write_only or of.settled_inside
        ),
        computed_inside=tuple((name, kind) for name, kind, of in inner if of.computed or of.computed_inside),
        replaced_inside=tuple((name, kind) for name, kind, of in inner if of.replaced or of.replaced_inside),
        sets_inside=tuple((name, kind) for name, kind, of in inner if of.sets or of.sets_inside),
    )
