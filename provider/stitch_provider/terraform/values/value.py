"""Values that have no Python type of their own (unknown, sets, dynamic values), and predicates for all values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from decimal import Decimal
from typing import Any, TypeAlias, TypeGuard, TypeVar

from msgspec import Struct

from stitch_provider.terraform.values.types import Type

T = TypeVar("T")


class Unknown(Struct, frozen=True):
    """A value that is not known yet. All unknown values are equal.

    `refinements` is the msgpack map of a refined unknown value (ext type 12), or empty. Refinements limit the values
    that are possible. They are ignored in comparisons.
    """

    refinements: bytes = b""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Unknown)

    def __hash__(self) -> int:
        return hash(Unknown)


UNKNOWN = Unknown()


class DynamicValue(Struct, frozen=True):
    """A value of dynamic type, together with its actual type. The value can be null or unknown."""

    type: Type
    value: Value


class SetValue(AbstractSet["Value"]):
    """A Terraform set: distinct elements of any type. It is not ordered, but iterates in order of insertion.

    An element that contains an unknown value is distinct from all others, even from an equal one, because their final
    values may differ. Two sets are equal if they have the same elements, each the same number of times.
    """

    __slots__ = ("_elements",)

    def __init__(self, elements: Iterable[Value] = ()) -> None:
        distinct: dict[object, Value] = {}
        for element in elements:
            distinct.setdefault(_hashable(element) if wholly_known(element) else object(), element)
        self._elements = distinct

    def __contains__(self, element: object) -> bool:
        return _hashable(element) in self._elements

    def __iter__(self) -> Iterator[Value]:
        return iter(self._elements.values())

    def __len__(self) -> int:
        return len(self._elements)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, SetValue):
            return NotImplemented
        return self._comparable() == other._comparable()

    def __hash__(self) -> int:
        return hash(self._comparable())

    def __repr__(self) -> str:
        return f"SetValue({list(self)!r})"

    def _comparable(self) -> frozenset[tuple[object, int]]:
        return frozenset(Counter(map(_hashable, self._elements.values())).items())


Value: TypeAlias = (
    "Unknown | bool | str | int | Decimal | tuple[Value, ...] | SetValue | Mapping[str, Value] | DynamicValue | None"
)


def _hashable(value: Any) -> object:
    """A hashable object, equal for equal values and different for values of different types (`True` is not 1)."""
    match value:
        case bool():
            return (bool, value)
        case tuple():
            return (tuple, *map(_hashable, value))
        case Mapping():
            return (Mapping, frozenset((key, _hashable(element)) for key, element in value.items()))
        case DynamicValue(type=kind, value=inner):
            return (DynamicValue, kind, _hashable(inner))
        case _:
            return value


def known(value: T | Unknown | None) -> TypeGuard[T]:
    """Whether the value is neither unknown nor null."""
    return value is not None and not isinstance(value, Unknown)


def wholly_known(value: object) -> bool:
    """Whether the value contains no unknown value at any depth."""
    kind = type(value)
    if kind in _SCALARS:
        return True
    if kind is Unknown:
        return False
    if isinstance(value, Mapping):
        return all(map(wholly_known, value.values()))
    if isinstance(value, DynamicValue):
        return wholly_known(value.value)
    if isinstance(value, Iterable):
        return all(map(wholly_known, value))
    return True


_SCALARS = frozenset({str, bool, int, Decimal, type(None)})
