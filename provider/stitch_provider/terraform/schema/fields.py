"""Derives the types of attributes from the annotations of a model.

| annotation | attribute |
|---|---|
| `str`; `bool`; `int`, `Decimal` or both | string; bool; number |
| `tuple[X, ...]`; `SetValue`; `Mapping[str, X]` | list of X; set of strings; map of X |
| a model D | one nested object |
| `tuple[D, ...]`, `Mapping[str, D]` with a model D | list or map of nested objects |
| `DynamicValue` | dynamic |

A union with `Unknown` or `None` means that the value can be unknown or null, and has no effect on the type. It can be
used at every level.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, get_args, get_origin

from msgspec import Struct

from stitch_provider.terraform.values.types import BOOL, DYNAMIC, NUMBER, STRING, ListType, MapType, SetType, Type
from stitch_provider.terraform.values.value import DynamicValue, SetValue, Unknown

if TYPE_CHECKING:
    from types import CodeType

_NULL_OR_UNKNOWN = frozenset({Unknown, type(None)})
_SIMPLE: Mapping[Any, Type] = {
    str: STRING,
    bool: BOOL,
    int: NUMBER,
    Decimal: NUMBER,
    SetValue: SetType(STRING),
    DynamicValue: DYNAMIC,
}


class NestedModel(Struct, frozen=True):
    """The type of a field that contains one object with a model of its own, or a list or map of them."""

    nesting: Literal["single", "list", "map"]
    model: type[Any]


FieldType: TypeAlias = "Type | NestedModel"


def fields(model: type[Any]) -> Mapping[str, FieldType]:
    """The type of each field of a model, its own fields before those of its base class.

    Raises TypeError if an annotation has none of the forms above.
    """
    found: dict[str, FieldType] = {}
    for each in model.__mro__:
        for name, annotation in getattr(each, "__annotations__", {}).items():
            if name in model.__struct_fields__ and name not in found:
                found[name] = _field_type(each.__module__, annotation)
    return found


@cache
def _field_type(module: str, annotation: Any) -> FieldType:
    """The type of a field with this annotation. Cached, because most fields of a module have one of few annotations."""
    return _analyse(eval(_code(annotation), vars(sys.modules[module])) if isinstance(annotation, str) else annotation)


@cache
def _code(annotation: str) -> CodeType:
    return compile(annotation, "<annotation>", "eval")


@cache
def _analyse(hint: Any) -> FieldType:
    simple = _SIMPLE.get(hint)
    if simple is not None:
        return simple
    if isinstance(hint, type) and issubclass(hint, Struct):
        return NestedModel("single", hint)
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is tuple:
        return _collection("list", arguments[0])
    if origin is Mapping:
        return _collection("map", arguments[1])
    options = {_analyse(each) for each in arguments if each not in _NULL_OR_UNKNOWN}
    if len(options) != 1:
        raise TypeError(f"{hint} is not the annotation of an attribute")
    return options.pop()


def _collection(nesting: Literal["list", "map"], element: Any) -> FieldType:
    inner = _analyse(element)
    if isinstance(inner, NestedModel):
        return NestedModel(nesting, inner.model)
    return ListType(inner) if nesting == "list" else MapType(inner)
