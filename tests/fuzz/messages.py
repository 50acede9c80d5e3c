"""Mutations of requests: of the values, names, numbers and bytes in their fields, and of their own bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fuzz.values import mutate, mutate_bytes
from stitch_provider.terraform.protocol.stubs.tfplugin6_pb2 import DynamicValue, RawState

if TYPE_CHECKING:
    from random import Random

    from google.protobuf.descriptor import FieldDescriptor
    from google.protobuf.message import Message

_VALID, _BYTES = 0.4, 0.01
_MOST_MUTATIONS = 3
_TEXTS = (
    "",
    "nonsense",
    "stitch_source",
    "stitch_destination",
    "a" * 70_000,
    "\0",
    "0",
    "731906",
    "581220/17",
    "/",
    "//",
)
_NUMBERS = (0, 1, -1, 2**31 - 1, 2**63 - 1, -(2**63))
_JSON = (
    b"null",
    b"[]",
    b'"x"',
    b"{}",
    b'{"id": 1e400}',
    b'{"id": null}',
    b"[" * 3_000,
    b'{"a":' * 3_000,
    b"\xff",
    b"1e999999999",
)


def mutated(message: Message, random: Random) -> bytes:
    """The bytes of a request, most of the time with one to three mutations."""
    if random.random() >= _VALID:
        for _ in range(random.randint(1, _MOST_MUTATIONS)):
            _mutate(message, random)
    data = message.SerializeToString()
    return mutate_bytes(data, random) if random.random() < _BYTES else data


def _mutate(message: Any, random: Random) -> None:
    fields = list(message.DESCRIPTOR.fields)
    if not fields:
        return
    (field,) = random.choices(fields, [_weight(field) for field in fields])
    if random.random() < 0.05:
        message.ClearField(field.name)
    elif field.is_repeated:
        _mutate_repeated(message, field, random)
    elif field.message_type is None:
        setattr(message, field.name, _scalar(getattr(message, field.name), field, random))
    else:
        _mutate_inner(getattr(message, field.name), random)


def _weight(field: FieldDescriptor) -> float:
    """How often a field is mutated: most of the time a value, rarely a type name, without which nothing happens."""
    return 5 if field.message_type is not None else 0.2 if field.name.endswith("type_name") else 1


def _mutate_inner(inner: Any, random: Random) -> None:
    if isinstance(inner, DynamicValue):
        inner.msgpack = mutate(inner.msgpack, random)
        if random.random() < 0.03:
            inner.json, inner.msgpack = random.choice(_JSON), b""
    elif isinstance(inner, RawState):
        inner.json = mutate_bytes(inner.json, random) if random.random() < 0.7 else random.choice(_JSON)
        if random.random() < 0.03:
            inner.flatmap["id"] = "1"
    else:
        _mutate(inner, random)


def _mutate_repeated(message: Any, field: FieldDescriptor, random: Random) -> None:
    elements = getattr(message, field.name)
    if field.message_type is not None and field.message_type.GetOptions().map_entry:
        elements[random.choice(_TEXTS)] = random.choice(_TEXTS)
    elif elements and random.random() < 0.7:
        _mutate_inner(random.choice(elements), random)
    elif field.message_type is not None:
        elements.add()


def _scalar(value: Any, field: FieldDescriptor, random: Random) -> Any:
    match value:
        case bool():
            return not value
        case int() if field.enum_type is None:
            return random.choice(_NUMBERS) if field.type == field.TYPE_INT64 else random.choice((0, 1, 7))
        case str():
            return random.choice(_TEXTS)
        case bytes():
            return mutate_bytes(value, random)
    return value
