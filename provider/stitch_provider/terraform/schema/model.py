"""Models: what a resource works with instead of dictionaries, bound to the object values of its schema by field name.

A nested object is a model too, and a collection of nested objects a tuple or dict of models; `fields` shows which
annotation stands for what. Null is `None` and unknown an `Unknown` at every level, so annotations are unions such as
`str | Unknown | None`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from operator import attrgetter
from typing import Any, TypeVar, cast

from msgspec import Struct

from stitch_provider.terraform.schema.fields import NestedModel, fields
from stitch_provider.terraform.values.value import Unknown, Value

M = TypeVar("M")

_Convert = Callable[[Any], Any]


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
    held = fields(model)
    names = tuple(held)
    # attrgetter gives a tuple only for two names or more; it is several times as fast as a getattr for each
    read = attrgetter(*names) if len(names) > 1 else lambda instance: tuple(getattr(instance, name) for name in names)
    nested = ((name, *_converters(it)) for name, it in held.items() if isinstance(it, NestedModel))
    return _Shape(names, read, tuple(nested))


def _converters(nested: NestedModel) -> tuple[_Convert, _Convert]:
    """How to bind and unbind a value that is neither null nor unknown."""
    model = nested.model
    if nested.nesting == "single":
        return (lambda value: bind(model, value)), unbind
    # an element of a collection may be null or unknown
    to_model, to_value = _unless_open(lambda value: bind(model, value)), _unless_open(unbind)
    if nested.nesting == "list":
        return (lambda values: tuple(map(to_model, values))), lambda instances: tuple(map(to_value, instances))
    return _over_mapping(to_model), _over_mapping(to_value)


def _unless_open(convert: _Convert) -> _Convert:
    return lambda value: value if value is None or isinstance(value, Unknown) else convert(value)


def _over_mapping(convert: _Convert) -> _Convert:
    return lambda mapping: {key: convert(value) for key, value in mapping.items()}
