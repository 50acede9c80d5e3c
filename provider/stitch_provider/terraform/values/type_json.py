"""The JSON notation of types in cty: `"string"`, `["map","string"]`, `["object",{"id":"string"}]`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from stitch_provider.terraform.values.codec_error import codec_error
from stitch_provider.terraform.values.types import (
    BOOL,
    DYNAMIC,
    NUMBER,
    STRING,
    DynamicType,
    ListType,
    MapType,
    ObjectType,
    PrimitiveType,
    SetType,
    TupleType,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stitch_provider.terraform.values.types import Type

_NAMED: Mapping[str, Type] = {"string": STRING, "number": NUMBER, "bool": BOOL, "dynamic": DYNAMIC}


def decode_type(data: bytes | str) -> Type:
    """Decode the JSON notation of a type; raises CodecError."""
    try:
        return type_from_json(msgspec.json.decode(data))
    except (msgspec.MsgspecError, UnicodeDecodeError) as cause:
        raise codec_error("the notation of a type must be JSON") from cause
    except RecursionError as cause:
        raise codec_error("the type is nested too deeply") from cause


def encode_type(kind: Type) -> bytes:
    """Encode a type in JSON notation, without spaces and with attributes in alphabetical order."""
    return msgspec.json.encode(type_to_json(kind))


def type_from_json(notation: object) -> Type:
    """The type of a notation that is already decoded from JSON; raises CodecError."""
    match notation:
        case str() if notation in _NAMED:
            return _NAMED[notation]
        case ["list", element]:
            return ListType(type_from_json(element))
        case ["set", element]:
            return SetType(type_from_json(element))
        case ["map", element]:
            return MapType(type_from_json(element))
        case ["tuple", [*elements]]:
            return TupleType(tuple(map(type_from_json, elements)))
        case ["object", dict() as attributes]:
            return ObjectType(_attributes(attributes))
        case ["object", dict() as attributes, [*optional]]:
            names = frozenset(name for name in attributes if name in optional)
            if len(names) == len(optional):
                return ObjectType(_attributes(attributes), names)
            raise codec_error("an optional attribute must be one of the object's attributes")
        case _:
            raise codec_error("this is not the notation of a type")


def _attributes(attributes: dict[str, object]) -> dict[str, Type]:
    return {name: type_from_json(notation) for name, notation in attributes.items()}


def type_to_json(kind: Type) -> object:
    """The notation of a type as plain lists, dictionaries and strings."""
    match kind:
        case PrimitiveType(name):
            return name
        case DynamicType():
            return "dynamic"
        case ListType(element):
            return ["list", type_to_json(element)]
        case SetType(element):
            return ["set", type_to_json(element)]
        case MapType(element):
            return ["map", type_to_json(element)]
        case TupleType(elements):
            return ["tuple", [type_to_json(element) for element in elements]]
        case ObjectType(attributes, optional):
            notation = {name: type_to_json(attributes[name]) for name in sorted(attributes)}
            return ["object", notation, sorted(optional)] if optional else ["object", notation]
