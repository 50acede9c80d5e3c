"""The types of Terraform's type system (cty).

A type is a frozen value: two types are equal when they describe the same set of values. The JSON notation of types
(`"string"`, `["map","string"]`, `["object",{...}]`) is read and written by `type_json`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class PrimitiveType:
    """`string`, `number` or `bool`; use the constants STRING, NUMBER and BOOL."""

    name: str


@dataclass(frozen=True, slots=True)
class DynamicType:
    """The type of a value that brings its own type along; use the constant DYNAMIC."""


@dataclass(frozen=True, slots=True)
class ListType:
    """An ordered collection of values of one type."""

    element: Type


@dataclass(frozen=True, slots=True)
class SetType:
    """A collection of distinct values of one type, without order."""

    element: Type


@dataclass(frozen=True, slots=True)
class MapType:
    """Values of one type under string keys that the value chooses."""

    element: Type


@dataclass(frozen=True, slots=True)
class TupleType:
    """A fixed number of values, each of its own type."""

    elements: tuple[Type, ...]


@dataclass(frozen=True, slots=True)
class ObjectType:
    """Values under attribute names that the type fixes.

    `optional` names the attributes that a value may omit; it matters only where a type stands as a constraint.
    """

    attributes: Mapping[str, Type]
    optional: frozenset[str] = field(default=frozenset())
    _hash: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_hash", hash((frozenset(self.attributes.items()), self.optional)))

    def __hash__(self) -> int:
        return self._hash  # kept because codecs are looked up by type, for every value that is exchanged


Type: TypeAlias = "PrimitiveType | DynamicType | ListType | SetType | MapType | TupleType | ObjectType"

STRING = PrimitiveType("string")
NUMBER = PrimitiveType("number")
BOOL = PrimitiveType("bool")
DYNAMIC = DynamicType()
