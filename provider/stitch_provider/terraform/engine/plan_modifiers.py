"""Plan modifiers: which attributes of a schema a plan treats specially, found once per schema.

Most attributes have no plan modifier: the plan takes their configured value. The engine visits only the others.
"""

from __future__ import annotations

from functools import cache
from typing import TypeAlias

from msgspec import Struct

from stitch_provider.terraform.schema.attribute import NestedAttributes, Schema
from stitch_provider.terraform.values.value import Value

Level: TypeAlias = Schema | NestedAttributes
"""Something that has attributes: a schema, or nested attributes inside one."""

Nested: TypeAlias = tuple[tuple[str, NestedAttributes], ...]
"""Nested attributes by name that have a plan modifier inside, at any depth."""


class PlanModifiers(Struct, frozen=True):
    """The attributes of one level that a plan treats specially.

    `defaults` has the attributes with a default, and `write_only` the names of those that are null in every plan and
    state. `computed` has the attributes that only the service sets, each with whether its prior value stays valid.
    `optional_computed` has those that the service sets where the user does not.
    `requires_replace` has the names of those whose change replaces the object. `sets` has the names of nested sets,
    which models hold as tuples. The `nested_*` fields have the nested attributes that contain such attributes.
    """

    defaults: tuple[tuple[str, Value], ...]
    write_only: tuple[str, ...]
    computed: tuple[tuple[str, bool], ...]
    optional_computed: tuple[str, ...]
    requires_replace: tuple[str, ...]
    sets: tuple[str, ...]
    nested_defaults: Nested
    nested_computed: Nested
    nested_requires_replace: Nested
    nested_sets: Nested


@cache
def plan_modifiers(level: Level) -> PlanModifiers:
    """The plan modifiers of a schema or of nested attributes. `nested_defaults` includes write-only attributes."""
    named = level.attributes.items()
    nested = tuple((name, attribute.type) for name, attribute in named if isinstance(attribute.type, NestedAttributes))
    inner = [(name, kind, plan_modifiers(kind)) for name, kind in nested]
    return PlanModifiers(
        defaults=tuple((name, attribute.default) for name, attribute in named if attribute.default is not None),
        write_only=tuple(name for name, attribute in named if attribute.write_only),
        computed=tuple(
            (name, attribute.use_state_for_unknown)
            for name, attribute in named
            if attribute.computed and not attribute.optional
        ),
        optional_computed=tuple(
            name for name, attribute in named if attribute.optional and attribute.computed and attribute.default is None
        ),
        requires_replace=tuple(name for name, attribute in named if attribute.requires_replace),
        sets=tuple(name for name, kind in nested if kind.nesting == "set"),
        nested_defaults=tuple(
            (name, kind) for name, kind, of in inner if of.defaults or of.write_only or of.nested_defaults
        ),
        nested_computed=tuple(
            (name, kind) for name, kind, of in inner if of.computed or of.optional_computed or of.nested_computed
        ),
        nested_requires_replace=tuple(
            (name, kind) for name, kind, of in inner if of.requires_replace or of.nested_requires_replace
        ),
        nested_sets=tuple((name, kind) for name, kind, of in inner if of.sets or of.nested_sets),
    )
