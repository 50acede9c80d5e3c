"""Values: what stands for unknown, sets and dynamic values, and the questions one asks of any value."""

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
    """A value that is decided later; all unknowns are equal.

    `refinements` is the msgpack map of a refined unknown (ext type 12) as it came, or empty. They narrow what the value
    can become and take no part in comparisons.
    """

    refinements: bytes = b""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Unknown)

    def __hash__(self) -> int:
        return hash(Unknown)


UNKNOWN = Unknown()


class DynamicValue(Struct, frozen=True):
    """A value in a place of dynamic type, with the type it brought along; it may be a null or unknown of that type."""

    type: Type
    value: Value


class SetValue(AbstractSet["Value"]):
    """A Terraform set: distinct elements of any kind, without order; iterates in order of first appearance.

    Elements with an unknown in them count as distinct from everything, themselves included, as what they become may
    differ; two sets are equal if they have equal elements, unknown ones as often.
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
    """A hashable stand-in, equal for equal values and different for values of different kinds (`True` is not 1)."""
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
    """Whether no unknown stands anywhere in the value."""
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
