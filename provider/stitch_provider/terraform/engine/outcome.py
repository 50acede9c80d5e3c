"""Outcome: from the state that a resource says it reached to the state that Terraform keeps.

Pure functions. Terraform insists that a state is wholly known, and that after an apply everything that was planned as
known came true; the first rule also holds after a failure.
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
    """What was planned, and where that was unknown what came of it."""
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
    """Each planned element with the first element reached that it can have become; wholly known ones choose first."""
    came: dict[int, Value] = {}
    elements = sorted(enumerate(planned), key=lambda numbered: not wholly_known(numbered[1]))
    for at, element in elements:
        found = next((i for i, candidate in enumerate(pool) if _can_become(element, candidate)), None)
        came[at] = overlay(element, None if found is None else pool.pop(found))
    return SetValue(came[at] for at in range(len(came)))


def _can_become(planned: Value, actual: Value) -> bool:
    if isinstance(planned, Unknown):
        return True
    if isinstance(planned, Mapping) and isinstance(actual, Mapping):
        return planned.keys() == actual.keys() and all(_can_become(planned[key], actual[key]) for key in planned)
    if isinstance(planned, tuple) and isinstance(actual, tuple):
        return len(planned) == len(actual) and all(map(_can_become, planned, actual))
    if isinstance(planned, SetValue) and isinstance(actual, SetValue):
        return all(any(_can_become(element, candidate) for candidate in actual) for element in planned)
    if isinstance(planned, DynamicValue) and isinstance(actual, DynamicValue):
        return planned.type == actual.type and _can_become(planned.value, actual.value)
    return planned == actual


def closed(value: Value) -> Value:
    """The value with null wherever something is unknown."""
    match value:
        case None | bool() | str() | int() | Decimal():
            return value
        case Unknown():
            return None
        case tuple():
            return tuple(map(closed, value))
        case SetValue():
            return value if wholly_known(value) else SetValue(map(closed, value))
        case DynamicValue(type=kind, value=inner):
            return DynamicValue(kind, closed(inner))
        case _:
            return {key: closed(inner) for key, inner in value.items()}


def closed_object(value: Object) -> Object:
    """`closed` for an object, which stays one."""
    if wholly_known(value):
        return value
    return {name: closed(inner) for name, inner in value.items()}


def unknowns(value: Object) -> Iterator[Path]:
    """The attributes, at the outermost level, that are not wholly known."""
    return (Path.of(name) for name, inner in value.items() if not wholly_known(inner))


def left_unknown(value: Object, operation: str) -> tuple[Diagnostic, ...]:
    """An error for each attribute that an operation should have filled in and did not."""
    return tuple(
        error(
            "Provider left a value unknown",
            f"After {operation}, the provider had to know this attribute and did not; null stands in its place. "
            "This is a bug in the provider: please report it.",
            path,
        )
        for path in unknowns(value)
    )


def storable(state: Object, kind: ObjectType) -> tuple[Object, tuple[Diagnostic, ...]]:
    """The state with null in place of attributes that Terraform could not store, and an error for each.

    One value of a wrong Python type must not cost the user the rest of the state, its id above all.
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
                    f"{cause}. Null stands in its place. This is a bug in the provider: please report it.",
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
