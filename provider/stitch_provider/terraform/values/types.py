"""The types of Terraform's type system (cty).

A type is a frozen value: two types are equal when they describe the same set of values. The JSON notation of types
(`"string"`, `["map","string"]`, `["object",{...}]`) is read and written by `type_json`.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TypeAlias

from msgspec import Struct


class PrimitiveType(Struct, frozen=True):
    """`string`, `number` or `bool`; use the constants STRING, NUMBER and BOOL."""

    name: str


class DynamicType(Struct, frozen=True):
    """The type of a value that has its type with it; use the constant DYNAMIC."""


class ListType(Struct, frozen=True):
    """An ordered collection of values of one type."""

    element: Type


class SetType(Struct, frozen=True):
    """A collection of distinct values of one type, without order."""

    element: Type


class MapType(Struct, frozen=True):
    """Values of one type under string keys, which can differ from value to value."""

    element: Type


class TupleType(Struct, frozen=True):
    """A fixed number of values, each of its own type."""

    elements: tuple[Type, ...]


class ObjectType(Struct, frozen=True, dict=True):
    """Values under attribute names that are part of the type.

    `optional` names the attributes that a value can omit. It is only used when the type is a constraint.
    """

    attributes: Mapping[str, Type]
    optional: frozenset[str] = frozenset()

    def __hash__(self) -> int:
        return self._hash

    @cached_property
    def _hash(self) -> int:
        # Cached, because the codec of every value is looked up by its type.
        return hash((frozenset(self.attributes.items()), self.optional))


Type: TypeAlias = "PrimitiveType | DynamicType | ListType | SetType | MapType | TupleType | ObjectType"

STRING = PrimitiveType("string")
NUMBER = PrimitiveType("number")
BOOL = PrimitiveType("bool")
DYNAMIC = DynamicType()
