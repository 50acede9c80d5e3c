"""Models: a frozen msgspec.Struct per schema, so that a resource works with typed attributes instead of dictionaries.

A model has one field per attribute of its schema, of the same name. A field's annotation decides how it is bound:

| annotation mentions | the value becomes |
|---|---|
| a model (`Schedule`) | that model, from a single nested object |
| `Mapping[str, D]` with a model D | a dict of D, from a map of nested objects |
| `tuple[D, ...]` with a model D | a tuple of D, from a list or set of nested objects |
| anything else | the value as it is |

Null is `None` and unknown an `Unknown` at every level, so annotations are unions such as `str | Unknown | None`.

A frozen dataclass can be a model too, but it takes half a millisecond to make the class, fifty times as long as a
Struct, in every process that Terraform starts.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from functools import cache
from operator import attrgetter
from typing import Any, TypeVar, cast, get_args, get_origin, get_type_hints

from msgspec import Struct

from stitch_provider.terraform.values.value import DynamicValue, Unknown, Value

M = TypeVar("M")

_Convert = Callable[[Any], Any]
_VALUES = (Unknown, DynamicValue)
"""Structs that are values themselves."""


class _Shape(Struct, frozen=True):
    """What there is to know about a model: its fields, and how each nested one is bound and unbound."""

    names: tuple[str, ...]
    read: Callable[[Any], tuple[Any, ...]]
    nested: tuple[tuple[str, _Convert, _Convert], ...]


def bind(model: type[M], value: Mapping[str, Value]) -> M:
    """The model of an object value, which has exactly the model's fields as attributes; raises TypeError if not."""
    nested = _shape(cast("Any", model)).nested
    if not nested:
        return model(**value)
    converted = dict(value)
    for name, to_model, _ in nested:
        inner = converted.get(name)
        if inner is not None and not isinstance(inner, Unknown):
            converted[name] = to_model(inner)
    return model(**converted)


def unbind(instance: object) -> dict[str, Value]:
    """The object value of a model: the inverse of `bind`, but the objects of a set come as a tuple."""
    model: Any = type(instance)
    shape = _shape(model)
    value = dict(zip(shape.names, shape.read(instance), strict=True))
    for name, _, to_value in shape.nested:
        inner = value[name]
        if inner is not None and not isinstance(inner, Unknown):
            value[name] = to_value(inner)
    return value


@cache
def _shape(model: type[Any]) -> _Shape:
    hints = get_type_hints(model)
    names = tuple(hints)
    # attrgetter gives a tuple only for two names or more; it is several times as fast as a getattr for each
    read = attrgetter(*names) if len(names) > 1 else lambda instance: tuple(getattr(instance, name) for name in names)
    nested = []
    for name in names:
        for option in (hints[name], *get_args(hints[name])):
            converters = _converters(option)
            if converters:
                nested.append((name, *converters))
    return _Shape(names, read, tuple(nested))


def _converters(hint: Any) -> tuple[_Convert, _Convert] | None:
    """How to bind and unbind a value of this annotation, or None where it stays as it is."""
    if _is_model(hint):
        return (lambda value: bind(hint, value)), unbind
    arguments = get_args(hint)
    if get_origin(hint) is tuple and arguments and _is_model(arguments[0]):
        to_model, to_value = _each(arguments[0])
        return (lambda values: tuple(map(to_model, values))), lambda instances: tuple(map(to_value, instances))
    if get_origin(hint) is Mapping:
        for option in (arguments[1], *get_args(arguments[1])):
            if _is_model(option):
                to_model, to_value = _each(option)
                return _over_mapping(to_model), _over_mapping(to_value)
    return None


def _each(model: type[Any]) -> tuple[_Convert, _Convert]:
    """How to bind and unbind an element, which may be null or unknown."""
    return _unless_open(lambda value: bind(model, value)), _unless_open(unbind)


def _unless_open(convert: _Convert) -> _Convert:
    return lambda value: value if value is None or isinstance(value, Unknown) else convert(value)


def _over_mapping(convert: _Convert) -> _Convert:
    return lambda mapping: {key: convert(value) for key, value in mapping.items()}


def _is_model(hint: Any) -> bool:
    if not isinstance(hint, type) or hint in _VALUES:
        return False
    return issubclass(hint, Struct) or dataclasses.is_dataclass(hint)
