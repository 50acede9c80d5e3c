"""Fields: what the annotations of a model say about its attributes.

| annotation | attribute |
|---|---|
| `str`; `bool`; `int`, `Decimal` or both | string; bool; number |
| `tuple[X, ...]`; `SetValue`; `Mapping[str, X]` | list of X; set of strings; map of X |
| a model D | one nested object |
| `tuple[D, ...]`, `Mapping[str, D]` with a model D | list or map of nested objects |
| `DynamicValue` | dynamic |

`Unknown` and `None` in a union, at every level, say that the value may be unknown or null and not what it is.
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

_OPEN = frozenset({Unknown, type(None)})
_SIMPLE: Mapping[Any, Type] = {
    str: STRING,
    bool: BOOL,
    int: NUMBER,
    Decimal: NUMBER,
    SetValue: SetType(STRING),
    DynamicValue: DYNAMIC,
}


class NestedModel(Struct, frozen=True):
    """What a field holds whose objects have a model of their own."""

    nesting: Literal["single", "list", "map"]
    model: type[Any]


Held: TypeAlias = "Type | NestedModel"


def fields(model: type[Any]) -> Mapping[str, Held]:
    """What each field of a model holds, its own fields before those of its base class.

    Raises TypeError where an annotation is in none of the forms above.
    """
    found: dict[str, Held] = {}
    for each in model.__mro__:
        for name, annotation in getattr(each, "__annotations__", {}).items():
            if name in model.__struct_fields__ and name not in found:
                found[name] = _held(each.__module__, annotation)
    return found


@cache
def _held(module: str, annotation: Any) -> Held:
    """What a field with this annotation holds. Kept, as most fields of a module have one of very few annotations."""
    return _analyse(eval(_code(annotation), vars(sys.modules[module])) if isinstance(annotation, str) else annotation)


@cache
def _code(annotation: str) -> CodeType:
    return compile(annotation, "<annotation>", "eval")


@cache
def _analyse(hint: Any) -> Held:
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
    options = {_analyse(each) for each in arguments if each not in _OPEN}
    if len(options) != 1:
        raise TypeError(f"{hint} is not the annotation of an attribute")
    return options.pop()


def _collection(nesting: Literal["list", "map"], element: Any) -> Held:
    inner = _analyse(element)
    if isinstance(inner, NestedModel):
        return NestedModel(nesting, inner.model)
    return ListType(inner) if nesting == "list" else MapType(inner)
