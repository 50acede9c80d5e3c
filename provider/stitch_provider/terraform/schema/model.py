"""Models: a frozen dataclass per schema, so that a resource works with typed attributes instead of dictionaries.

A model has one field per attribute of its schema, of the same name. A field's annotation decides how it is bound:

| annotation mentions | the value becomes |
|---|---|
| a dataclass (`Schedule`) | that dataclass, from a single nested object |
| `Mapping[str, D]` with a dataclass D | a dict of D, from a map of nested objects |
| `tuple[D, ...]` with a dataclass D | a tuple of D, from a list or set of nested objects |
| anything else | the value as it is |

Null is `None` and unknown an `Unknown` at every level, so annotations are unions such as `str | Unknown | None`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, TypeVar, cast, get_args, get_origin, get_type_hints

from stitch_provider.terraform.values.value import Unknown, Value

M = TypeVar("M")

_Convert = Callable[[Any], Any]


def bind(model: type[M], value: Mapping[str, Value]) -> M:
    """The model of an object value, which has exactly the model's fields as attributes."""
    converted = dict(value)
    for name, to_model, _ in _nested_fields(cast("Any", model)):
        inner = converted[name]
        if inner is not None and not isinstance(inner, Unknown):
            converted[name] = to_model(inner)
    return model(**converted)


def unbind(instance: object) -> dict[str, Value]:
    """The object value of a model: the inverse of `bind`."""
    model: Any = type(instance)
    value = {name: getattr(instance, name) for name in _field_names(model)}
    for name, _, to_value in _nested_fields(model):
        inner = value[name]
        if inner is not None and not isinstance(inner, Unknown):
            value[name] = to_value(inner)
    return value


@cache
def _field_names(model: type[Any]) -> tuple[str, ...]:
    return tuple(field.name for field in dataclasses.fields(model))


@cache
def _nested_fields(model: type[Any]) -> tuple[tuple[str, _Convert, _Convert], ...]:
    nested = []
    for name, hint in get_type_hints(model).items():
        for option in (hint, *get_args(hint)):
            converters = _converters(option)
            if converters:
                nested.append((name, *converters))
    return tuple(nested)


def _converters(hint: Any) -> tuple[_Convert, _Convert] | None:
    """How to bind and unbind a value of this annotation, or None where it stays as it is."""
    if _is_model(hint):
        return (lambda value: bind(hint, value)), unbind
    arguments = get_args(hint)
    if get_origin(hint) is tuple and _is_model(arguments[0]):
        element = arguments[0]
        return (
            lambda values: tuple(_unless_open(lambda value: bind(element, value), value) for value in values),
            lambda instances: tuple(_unless_open(unbind, instance) for instance in instances),
        )
    if get_origin(hint) is Mapping and any(map(_is_model, (arguments[1], *get_args(arguments[1])))):
        element = next(option for option in (arguments[1], *get_args(arguments[1])) if _is_model(option))
        return (
            lambda values: {
                key: _unless_open(lambda value: bind(element, value), value) for key, value in values.items()
            },
            lambda instances: {key: _unless_open(unbind, instance) for key, instance in instances.items()},
        )
    return None


def _is_model(hint: Any) -> bool:
    return isinstance(hint, type) and dataclasses.is_dataclass(hint) and hint is not Unknown


def _unless_open(convert: _Convert, value: Any) -> Any:
    return value if value is None or isinstance(value, Unknown) else convert(value)
