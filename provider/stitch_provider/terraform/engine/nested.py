"""Nested attributes: which object corresponds to which in two values of the same attribute.

Objects in lists correspond by index, and objects in maps by key. An object in a set corresponds to the first object of
the other set that agrees with it in everything that the user sets, and that no earlier object corresponds to. An
unknown value does not agree with a known one. Otherwise, a plan with the unknown value could keep a prior value that
the plan with the known value cannot keep.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

from stitch_provider.terraform.schema.attribute import NestedAttributes
from stitch_provider.terraform.values.path import Element, Index, Key
from stitch_provider.terraform.values.value import UNKNOWN, SetValue, Unknown, Value

if TYPE_CHECKING:
    from stitch_provider.terraform.values.path import Step

Object: TypeAlias = Mapping[str, Value]
Change: TypeAlias = Callable[..., Object]
"""Called with the nested attributes, an object, and its counterparts, each of which is None if there is none."""


def each_object(
    nested: NestedAttributes, value: Value, *others: Value
) -> Iterator[tuple[tuple[Step, ...], Any, tuple[Object | None, ...]]]:
    """The steps to each object in a known value, the object, and its counterparts in the other values.

    An object can be null or unknown. A counterpart is None if there is none. In place of an unknown counterpart there
    is an object of unknown attributes, as in Terraform's proposals.
    """
    match nested.nesting, value:
        case "single", Mapping():
            yield (), value, tuple(_object(nested, other) for other in others)
        case "map", Mapping():
            for key, inner in value.items():
                found = (_object(nested, other.get(key)) if isinstance(other, Mapping) else None for other in others)
                yield (Key(key),), inner, tuple(found)
        case "list", tuple():
            for index, inner in enumerate(value):
                found = (
                    _object(nested, other[index]) if isinstance(other, tuple) and index < len(other) else None
                    for other in others
                )
                yield (Index(index),), inner, tuple(found)
        case "set", SetValue():
            pools = [
                [_object(nested, each) for each in other] if isinstance(other, SetValue) else [] for other in others
            ]
            for inner in value:
                yield (Element(inner),), inner, tuple(_take(nested, inner, pool) for pool in pools)


def change_objects(nested: NestedAttributes, value: Value, others: tuple[Value, ...], change: Change) -> Value:
    """The value, with `change` applied to every known object in it."""
    if value is None or isinstance(value, Unknown):
        return value
    changed = [
        (steps, change(nested, inner, *counterparts) if isinstance(inner, Mapping) else inner)
        for steps, inner, counterparts in each_object(nested, value, *others)
    ]
    match nested.nesting:
        case "single":
            return changed[0][1]
        case "map":
            return {step.key: inner for (step,), inner in changed if isinstance(step, Key)}
        case "list":
            return tuple(inner for _, inner in changed)
        case "set":
            return SetValue(inner for _, inner in changed)


def agree(nested: NestedAttributes, one: Object, other: Object) -> bool:
    """Whether two objects are equal in everything that the user sets in both of them."""
    for name, attribute in nested.attributes.items():
        if attribute.write_only or not (attribute.required or attribute.optional):
            continue
        mine, theirs = one[name], other[name]
        if attribute.computed and (mine is None or theirs is None):
            continue
        if not _alike(attribute.type, mine, theirs):
            return False
    return True


def _alike(kind: object, mine: Value, theirs: Value) -> bool:
    if not isinstance(kind, NestedAttributes) or mine is None or theirs is None:
        return mine == theirs
    if isinstance(mine, SetValue | tuple | Mapping) and isinstance(theirs, SetValue | tuple | Mapping):
        pairs = list(each_object(kind, mine, theirs))
        sizes_agree = kind.nesting == "single" or len(mine) == len(theirs)
        return sizes_agree and all(
            found is not None and isinstance(inner, Mapping) and agree(kind, inner, found)
            for _, inner, (found,) in pairs
        )
    return False


def _take(nested: NestedAttributes, element: Value, pool: list[Object | None]) -> Object | None:
    """Remove the counterpart of the element from the pool."""
    if not isinstance(element, Mapping):
        return None
    for at, candidate in enumerate(pool):
        if candidate is not None and agree(nested, element, candidate):
            del pool[at]
            return candidate
    return None


def _object(nested: NestedAttributes, value: Value) -> Object | None:
    if isinstance(value, Unknown):
        return dict.fromkeys(nested.attributes, UNKNOWN)
    return value if isinstance(value, Mapping) else None
