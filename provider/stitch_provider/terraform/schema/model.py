"""Models: typed objects in place of dictionaries, converted from and to the object values of a schema.

Fields correspond to attributes by name. A nested object is a model too, and a collection of nested objects is a tuple
or dict of models. `fields` lists the annotations. At every level null is `None` and unknown is an `Unknown`, so
annotations are unions such as `str | Unknown | None`.
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
    """The fields of a model, and how each nested one is bound and unbound."""

    names: tuple[str, ...]
    read: Callable[[Any], tuple[Any, ...]]
    nested: tuple[tuple[str, _Convert, _Convert], ...]


def bind(model: type[M], value: Mapping[str, Value]) -> M:
    """The model of an object value; raises TypeError if its attributes are not exactly the fields of the model."""
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
    """The object value of a model: the inverse of `bind`, except that a set of objects is returned as a tuple."""
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
    types = fields(model)
    names = tuple(types)
    # attrgetter returns a tuple only for two names or more. It is several times as fast as getattr for each name.
    read = attrgetter(*names) if len(names) > 1 else lambda instance: tuple(getattr(instance, name) for name in names)
    nested = ((name, *_converters(it)) for name, it in types.items() if isinstance(it, NestedModel))
    return _Shape(names, read, tuple(nested))


def _converters(nested: NestedModel) -> tuple[_Convert, _Convert]:
    """How to bind and unbind a value that is neither null nor unknown."""
    model = nested.model
    if nested.nesting == "single":
        return (lambda value: bind(model, value)), unbind
    # An element of a collection can be null or unknown.
    to_model, to_value = _unless_null_or_unknown(lambda value: bind(model, value)), _unless_null_or_unknown(unbind)
    if nested.nesting == "list":
        return (lambda values: tuple(map(to_model, values))), lambda instances: tuple(map(to_value, instances))
    return _over_mapping(to_model), _over_mapping(to_value)


def _unless_null_or_unknown(convert: _Convert) -> _Convert:
    return lambda value: value if value is None or isinstance(value, Unknown) else convert(value)


def _over_mapping(convert: _Convert) -> _Convert:
    return lambda mapping: {key: convert(value) for key, value in mapping.items()}
