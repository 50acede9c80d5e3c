"""Strategies for Terraform types, and for values of a type."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from stitch_provider.terraform.values.types import (
    BOOL,
    DYNAMIC,
    NUMBER,
    STRING,
    DynamicType,
    ListType,
    MapType,
    ObjectType,
    PrimitiveType,
    SetType,
    TupleType,
    Type,
)
from stitch_provider.terraform.values.value import UNKNOWN, DynamicValue, SetValue, Unknown

names = st.text(alphabet="abcdefgh_", min_size=1, max_size=6)
strings = st.text(max_size=12)
decimals = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**30), max_value=10**30)
numbers = st.one_of(
    st.integers(),
    st.sampled_from([0, 127, 128, 255, 256, -32, -33, 2**31, 2**63 - 1, 2**63, 2**64, -(2**63), -(2**63) - 1]),
    decimals.map(lambda number: int(number) if number == number.to_integral_value() else number),
    st.floats(allow_nan=False, allow_infinity=False, width=32)
    .filter(lambda number: not number.is_integer() and abs(number) > 1e-30)
    .map(Decimal),
)
unknowns = st.sampled_from([UNKNOWN, Unknown(b"\x81\x01\xc2")])
_BROUGHT: list[Type] = [STRING, NUMBER, BOOL, ListType(STRING), ObjectType({"a": STRING})]
"""The types of dynamic values."""

types: st.SearchStrategy[Type] = st.recursive(
    st.sampled_from([STRING, NUMBER, BOOL, DYNAMIC]),
    lambda inner: st.one_of(
        inner.map(ListType),
        inner.map(SetType),
        inner.map(MapType),
        st.lists(inner, max_size=3).map(lambda elements: TupleType(tuple(elements))),
        st.dictionaries(names, inner, max_size=4).map(ObjectType),
    ),
    max_leaves=6,
)


def values(kind: Type, *, unknown: bool = True) -> st.SearchStrategy[Any]:
    """Values of this type: null, known and, by default, unknown."""
    open_ = [st.none(), unknowns] if unknown else [st.none()]
    return st.one_of(_known(kind, unknown=unknown), *open_)


def _known(kind: Type, *, unknown: bool) -> st.SearchStrategy[Any]:
    match kind:
        case PrimitiveType("string"):
            return strings
        case PrimitiveType("number"):
            return numbers
        case PrimitiveType():
            return st.booleans()
        case DynamicType():
            return st.sampled_from(_BROUGHT).flatmap(
                lambda inner: _known(inner, unknown=unknown).map(lambda value: DynamicValue(inner, value))
            )
        case ListType(element):
            return st.lists(values(element, unknown=unknown), max_size=3).map(tuple)
        case SetType(element):
            return st.lists(values(element, unknown=unknown), max_size=3).map(SetValue)
        case MapType(element):
            return st.dictionaries(strings, values(element, unknown=unknown), max_size=3)
        case TupleType(elements):
            return st.tuples(*(values(element, unknown=unknown) for element in elements))
        case ObjectType(attributes):
            return st.fixed_dictionaries({name: values(inner, unknown=unknown) for name, inner in attributes.items()})


def typed_values(*, unknown: bool = True) -> st.SearchStrategy[tuple[Type, Any]]:
    """Pairs of a type and a value of it."""
    return types.flatmap(lambda kind: st.tuples(st.just(kind), values(kind, unknown=unknown)))
