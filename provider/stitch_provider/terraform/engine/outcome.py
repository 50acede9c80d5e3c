"""Outcome: the state that Terraform stores, from the state that a resource returned. Pure functions.

Terraform requires that a state is wholly known, also after an error. After a successful apply, it requires that every
known planned value is unchanged.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from stitch_provider.terraform.diagnostics import Diagnostic, error
from stitch_provider.terraform.values import msgpack
from stitch_provider.terraform.values.codec_error import CodecError
from stitch_provider.terraform.values.path import Attribute, Path
from stitch_provider.terraform.values.value import DynamicValue, SetValue, Unknown, Value, wholly_known

if TYPE_CHECKING:
    from stitch_provider.terraform.engine.nested import Object
    from stitch_provider.terraform.values.types import ObjectType


def overlay(planned: Value, actual: Value) -> Value:
    """The planned value, with the actual value wherever the planned one was unknown."""
    match planned:
        case Unknown():
            return actual
        case dict() if isinstance(actual, Mapping):
            return {key: overlay(inner, actual.get(key)) for key, inner in planned.items()}
        case tuple():
            known_length = isinstance(actual, tuple) and len(actual) == len(planned)
            others = actual if isinstance(actual, tuple) and known_length else (None,) * len(planned)
            return tuple(map(overlay, planned, others))
        case SetValue() if not wholly_known(planned):
            return _overlay_set(planned, list(actual) if isinstance(actual, SetValue) else [])
        case DynamicValue(type=kind, value=inner):
            return DynamicValue(kind, overlay(inner, actual.value if isinstance(actual, DynamicValue) else None))
        case dict():
            return {key: overlay(inner, None) for key, inner in planned.items()}
        case _:
            return planned


def _overlay_set(planned: SetValue, pool: list[Value]) -> SetValue:
    """Each planned element, completed from an actual one that it can have become.

    An element takes an actual one that another element has taken, if there is yet another one for that element.
    """
    elements = tuple(planned)
    takers: dict[int, int] = {}

    def take(at: int, tried: set[int]) -> bool:
        possible = [i for i, each in enumerate(pool) if i not in tried and _can_become(elements[at], each)]
        for i in sorted(possible, key=takers.__contains__):
            tried.add(i)
            if i not in takers or take(takers[i], tried):
                takers[i] = at
                return True
        return False

    for at in sorted(range(len(elements)), key=lambda at: not wholly_known(elements[at])):
        take(at, set())
    taken = {at: pool[i] for i, at in takers.items()}
    return SetValue(overlay(element, taken.get(at)) for at, element in enumerate(elements))


def _can_become(planned: Value, actual: Value) -> bool:
    if isinstance(planned, Unknown):
        return True
    if wholly_known(planned):
        return planned == actual
    if isinstance(planned, Mapping) and isinstance(actual, Mapping):
        return planned.keys() == actual.keys() and all(_can_become(planned[key], actual[key]) for key in planned)
    if isinstance(planned, tuple) and isinstance(actual, tuple):
        return len(planned) == len(actual) and all(map(_can_become, planned, actual))
    if isinstance(planned, SetValue) and isinstance(actual, SetValue):
        return len(actual) <= len(planned) and all(
            any(_can_become(element, candidate) for candidate in actual) for element in planned
        )
    if isinstance(planned, DynamicValue) and isinstance(actual, DynamicValue):
        return planned.type == actual.type and _can_become(planned.value, actual.value)
    return False


def unknown_as_null(value: Value) -> Value:
    """The value, with null in place of everything unknown."""
    match value:
        case None | bool() | str() | int() | Decimal():
            return value
        case Unknown():
            return None
        case tuple():
            return tuple(map(unknown_as_null, value))
        case SetValue():
            return value if wholly_known(value) else SetValue(map(unknown_as_null, value))
        case DynamicValue(type=kind, value=inner):
            return DynamicValue(kind, unknown_as_null(inner))
        case _:
            return {key: unknown_as_null(inner) for key, inner in value.items()}


def known_object(value: Object) -> Object:
    """The same as `unknown_as_null`, for an object."""
    if wholly_known(value):
        return value
    return {name: unknown_as_null(inner) for name, inner in value.items()}


def unknowns(value: Object) -> Iterator[Path]:
    """The attributes of the outermost level that are not wholly known."""
    return (Path.of(name) for name, inner in value.items() if not wholly_known(inner))


def left_unknown(value: Object, operation: str) -> tuple[Diagnostic, ...]:
    """An error for each attribute that is still unknown after an operation."""
    return tuple(
        error(
            "Provider left a value unknown",
            f"After {operation}, the value of this attribute must be known. The provider left it unknown, and it is "
            "stored as null. This is a bug in the provider: please report it.",
            path,
        )
        for path in unknowns(value)
    )


def storable(state: Object, kind: ObjectType) -> tuple[Object, tuple[Diagnostic, ...]]:
    """The state, with null for attributes whose value does not fit their type, and an error for each of them.

    A value of the wrong type must not lose the rest of the state, in particular the id.
    """
    diagnostics: list[Diagnostic] = []
    kept = dict(state)
    while True:
        try:
            msgpack.encode(kept, kind)
        except CodecError as cause:
            diagnostics.append(
                error(
                    "Provider returned a value of the wrong type",
                    f"{cause}. It is stored as null. This is a bug in the provider: please report it.",
                    cause.path,
                )
            )
            match cause.path.steps:
                case [Attribute(name), *_]:
                    kept[name] = None
                case _:
                    return dict.fromkeys(kind.attributes), tuple(diagnostics)
        else:
            return kept, tuple(diagnostics)
