"""Values that fit the schemas of the provider: stored states, and configurations made from them or from types."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from fuzz.account import DESTINATION, FEED, IDS, STOREFRONT
from stitch import stored_states
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
from stitch_provider.terraform.values.value import UNKNOWN, DynamicValue, SetValue, Unknown

if TYPE_CHECKING:
    from collections.abc import Mapping
    from random import Random

    from stitch_provider.terraform.resource import Resource
    from stitch_provider.terraform.schema.attribute import Attribute

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


ODD_TEXTS = (
    "", " ", "\0", "null", "true", "1e400", "1e999999999", "-1", "0", "9" * 4301, "caf\u00e9", "cafe\u0301",
    "\U0001f600", "a" * 70_000, "{" * 500, "[" * 5_000, "${var.x}", "http://[", "HTTPS://ACME.EXAMPLE",
    "https://xn--.example", "https://user:pw@acme.example/?token=x", "9999-12-31T23:59:59Z",
    "0001-01-01T00:00:00+23:59", "20240514T093000Z", "-5s", "soon", "9223372036854775807h", "0581220", "+581220",
    "0 0 0 31 2 ?", "* * * * * * *", "0/0 * * ? * 9#9",
)  # fmt: skip
ODD_NUMBERS = (0, -1, 2**31, 2**63 - 1, -(2**63), 2**64, 10**400, Decimal("0.1"), Decimal("1e-400"))


def state(type_name: str, resource: Resource[Any, Any]) -> Any:
    """A state of the resource."""
    return from_plain(stored_states.of(type_name).attributes, resource.schema.object_type, drop_unsupported=True)


def identity(type_name: str, resource: Resource[Any, Any]) -> Any:
    """The identity that belongs to this state."""
    stored = stored_states.of(type_name).instance["identity"]
    return from_plain(stored, resource.identity.object_type, drop_unsupported=True)


def configured(attributes: Mapping[str, Attribute], value: Mapping[str, Any]) -> dict[str, Any]:
    """The part of an object that a configuration can contain."""
    return {name: _configured(attribute, value[name]) for name, attribute in attributes.items()}


def config(attributes: Mapping[str, Attribute], random: Random) -> dict[str, Any]:
    """A configuration of any block: what is required, and some of what is optional."""
    return {
        name: _named_sample(name, attribute.value_type, random)
        if attribute.required or (attribute.optional and random.random() < 0.3)
        else None
        for name, attribute in attributes.items()
    }


def _named_sample(name: str, kind: Type, random: Random) -> Any:
    """A value for an attribute with this name: an id of the account if it has the name of one."""
    known = {"source_id": (FEED, STOREFRONT), "destination_id": (DESTINATION,), "id": IDS, "timeout": ("30s",)}
    return random.choice(known[name]) if name in known and kind == STRING else sample(kind, random)


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


def varied(value: Any, kind: Type, random: Random, share: float, *, unknown: bool) -> Any:
    """The value with about this share of its elements replaced by others of the same type, null or unknown."""
    if random.random() < share:
        return _other(kind, random, unknown=unknown)
    if value is None or isinstance(value, Unknown):
        return value

    def inner(element: Any, type_: Type) -> Any:
        return varied(element, type_, random, share, unknown=unknown)

    match kind:
        case ListType(element):
            return tuple(inner(each, element) for each in value)
        case SetType(element):
            return SetValue(inner(each, element) for each in value)
        case MapType(element):
            return {key: inner(each, element) for key, each in value.items()}
        case ObjectType(attributes):
            return {name: inner(value[name], attributes[name]) for name in attributes}
    return value


def _other(kind: Type, random: Random, *, unknown: bool) -> Any:
    chosen = random.random()
    if chosen < 0.2:
        return None
    if unknown and chosen < 0.45:
        return UNKNOWN
    if kind == STRING and chosen < 0.8:
        return random.choice(ODD_TEXTS)
    if kind == NUMBER and chosen < 0.8:
        return random.choice(ODD_NUMBERS)
    return sample(kind, random)


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
