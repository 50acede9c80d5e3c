"""What a schema asks of the engine, sorted out once per schema.

Most attributes ask for nothing: they take what the configuration says. The engine visits only the others.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

from stitch_provider.terraform.schema.attribute import NestedAttributes, Schema
from stitch_provider.terraform.values.value import Value

Level: TypeAlias = Schema | NestedAttributes
"""Something that has attributes: a schema, or nested attributes inside one."""


@dataclass(frozen=True, slots=True)
class Rules:
    """The attributes of one level that ask for something; `nested` are those with any such attribute inside.

    `computed` names the computed attributes without a default, each with whether its prior value stays valid.
    """

    defaults: tuple[tuple[str, Value], ...]
    write_only: tuple[str, ...]
    computed: tuple[tuple[str, bool], ...]
    replaced: tuple[str, ...]
    nested: tuple[tuple[str, NestedAttributes], ...]
    nested_sets: tuple[str, ...]

    @property
    def idle(self) -> bool:
        """Whether nothing here, at any depth, asks for anything."""
        return not (
            self.defaults or self.write_only or self.computed or self.replaced or self.nested or self.nested_sets
        )


@cache
def rules(level: Level) -> Rules:
    """The rules of a schema or of nested attributes."""
    named = level.attributes.items()
    nested = tuple((name, attribute.type) for name, attribute in named if isinstance(attribute.type, NestedAttributes))
    return Rules(
        defaults=tuple((name, attribute.default) for name, attribute in named if attribute.default is not None),
        write_only=tuple(name for name, attribute in named if attribute.write_only),
        computed=tuple(
            (name, attribute.use_state_for_unknown)
            for name, attribute in named
            if attribute.computed and attribute.default is None
        ),
        replaced=tuple(name for name, attribute in named if attribute.requires_replace),
        nested=tuple((name, inner) for name, inner in nested if inner.nesting == "set" or not rules(inner).idle),
        nested_sets=tuple(name for name, inner in nested if inner.nesting == "set"),
    )
