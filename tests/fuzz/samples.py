"""Values that fit the schemas of the provider: stored states, and configurations made from them or from types."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fuzz.account import IDS
from stitch_provider.terraform.schema.attribute import NestedAttributes
from stitch_provider.terraform.values.json import from_plain
from stitch_provider.terraform.values.types import (
    BOOL,
    NUMBER,
    STRING,
    DynamicType,
    ListType,
    MapType,
    ObjectType,
    SetType,
    TupleType,
    Type,
)
from stitch_provider.terraform.values.value import DynamicValue, SetValue

if TYPE_CHECKING:
    from collections.abc import Mapping
    from random import Random

    from stitch_provider.terraform.resource import Resource
    from stitch_provider.terraform.schema.attribute import Attribute

_STORED = Path(__file__).parents[1] / "stitch" / "stored_states"

TEXTS = (
    *IDS,
    "platform.github",
    "platform.hp-postgres",
    "import_api",
    "postgres",
    "snowflake",
    "storefront-public-orders",
    "Storefront",
    "data@acme.example",
    "https://acme.example/loaded",
    "2024-05-14T09:30:00Z",
    "30m",
    "0 0 6 ? * MON-FRI",
    "active",
    "succeeded",
    "error",
    "discover_schema",
    "FULL_TABLE",
)


@cache
def stored(type_name: str) -> Mapping[str, Any]:
    """The newest stored state of a resource, as the file contains it."""
    found: dict[str, Any] = json.loads(max(_STORED.glob(f"{type_name}.*.json")).read_text())
    return found


def state(type_name: str, resource: Resource[Any, Any]) -> Any:
    """A state of the resource."""
    return from_plain(stored(type_name)["attributes"], resource.schema.object_type, drop_unsupported=True)


def identity(type_name: str, resource: Resource[Any, Any]) -> Any:
    """The identity that belongs to this state."""
    return from_plain(stored(type_name)["identity"], resource.identity.object_type, drop_unsupported=True)


def configured(attributes: Mapping[str, Attribute], value: Mapping[str, Any]) -> dict[str, Any]:
    """The part of an object that a configuration can contain."""
    return {name: _configured(attribute, value[name]) for name, attribute in attributes.items()}


def config(attributes: Mapping[str, Attribute], random: Random) -> dict[str, Any]:
    """A configuration of any block: what is required, and some of what is optional."""
    return {
        name: sample(attribute.value_type, random)
        if attribute.required or (attribute.optional and random.random() < 0.3)
        else None
        for name, attribute in attributes.items()
    }


def sample(kind: Type, random: Random) -> Any:
    """A known value of this type."""
    match kind:
        case DynamicType():
            return DynamicValue(STRING, random.choice(TEXTS))
        case ListType(element):
            return tuple(sample(element, random) for _ in range(random.randrange(3)))
        case SetType(element):
            return SetValue(sample(element, random) for _ in range(random.randrange(3)))
        case MapType(element):
            return {random.choice(TEXTS): sample(element, random) for _ in range(random.randrange(3))}
        case TupleType(elements):
            return tuple(sample(element, random) for element in elements)
        case ObjectType(attributes):
            return {name: sample(inner, random) for name, inner in attributes.items()}
    return {STRING: random.choice(TEXTS), NUMBER: random.randrange(60), BOOL: random.random() < 0.5}[kind]


def _configured(attribute: Attribute, value: Any) -> Any:
    if not (attribute.required or attribute.optional):
        return None
    nested = attribute.type
    if not isinstance(nested, NestedAttributes) or not value:
        return value
    match nested.nesting:
        case "single":
            return configured(nested.attributes, value)
        case "map":
            return {key: configured(nested.attributes, each) for key, each in value.items()}
        case "list":
            return tuple(configured(nested.attributes, each) for each in value)
        case "set":
            return SetValue(configured(nested.attributes, each) for each in value)
