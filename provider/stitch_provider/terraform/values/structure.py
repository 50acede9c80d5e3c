"""The part that both codecs have in common: functions that convert between values and plain data.

A codec decodes in two steps. A library decodes bytes to plain data (`dict`, `list`, `str`, ...), then a function for
the type converts the plain data to a value. Encoding is the reverse.

The function for a type is created once and consists of closures, so types are not inspected when values are converted.
That makes a plan of a thousand resources cheap. Each codec passes its differences as a `Decoding` and an `Encoding`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from msgspec import Struct

from stitch_provider.terraform.values.codec_error import CodecError, codec_error
from stitch_provider.terraform.values.path import Attribute, Index, Key
from stitch_provider.terraform.values.types import (
    DynamicType,
    ListType,
    MapType,
    ObjectType,
    PrimitiveType,
    SetType,
    TupleType,
    Type,
)
from stitch_provider.terraform.values.value import SetValue, Value

Decode = Callable[[Any], Value]
Encode = Callable[[Any], Any]


class Decoding(Struct, frozen=True):
    """How one codec decodes.

    - `primitives` maps the names of primitive types to their functions. `dynamic` is the function of dynamic values.
    - `otherwise` is called with data that is not of the expected kind, and with a text that says what is expected. It
      returns null or unknown, or raises CodecError.
    - `lenient`: attributes that an object does not have are null.
    - `drop_unsupported`: attributes that are not in the type are ignored.
    """

    primitives: Mapping[str, Decode]
    dynamic: Decode
    otherwise: Callable[[Any, str], Value]
    lenient: bool = False
    drop_unsupported: bool = False


class Encoding(Struct, frozen=True):
    """How one codec encodes. The fields are as in `Decoding`, for values instead of plain data."""

    primitives: Mapping[str, Encode]
    dynamic: Encode
    otherwise: Callable[[Any, str], Any]


def decoder(kind: Type, of: Decoding) -> Decode:
    """The function that converts plain data to a value of this type; it raises CodecError."""
    match kind:
        case PrimitiveType(name):
            return of.primitives[name]
        case DynamicType():
            return of.dynamic
        case ListType(element):
            return _decode_elements(decoder(element, of), of, "a list is required", tuple)
        case SetType(element):
            return _decode_elements(decoder(element, of), of, "a set is required", SetValue)
        case MapType(element):
            return _decode_map(decoder(element, of), of)
        case TupleType(elements):
            return _decode_tuple([decoder(element, of) for element in elements], of)
        case ObjectType(attributes):
            return _decode_object([(name, decoder(inner, of)) for name, inner in attributes.items()], of)


def _decode_elements(
    element: Decode, of: Decoding, expected: str, collect: Callable[[list[Value]], tuple[Value, ...] | SetValue]
) -> Decode:
    def decode(data: Any) -> Value:
        if type(data) is not list:
            return of.otherwise(data, expected)
        values: list[Value] = []
        try:
            for inner in data:
                values.append(element(inner))
        except CodecError as error:
            raise error.under(Index(len(values))) from error.__cause__
        return collect(values)

    return decode


def _decode_map(element: Decode, of: Decoding) -> Decode:
    def decode(data: Any) -> Value:
        if type(data) is not dict:
            return of.otherwise(data, "a map is required")
        values: dict[str, Value] = {}
        key: Any = None
        try:
            for key, inner in data.items():
                if type(key) is not str:
                    raise codec_error("every key of a map must be a string")
                values[key] = element(inner)
        except CodecError as error:
            raise (error.under(Key(key)) if type(key) is str else error) from error.__cause__
        return values

    return decode


def _decode_tuple(elements: list[Decode], of: Decoding) -> Decode:
    expected = f"a tuple of {len(elements)} elements is required"

    def decode(data: Any) -> Value:
        if type(data) is not list:
            return of.otherwise(data, expected)
        if len(data) != len(elements):
            raise codec_error(expected)
        values: list[Value] = []
        try:
            for element, inner in zip(elements, data, strict=True):
                values.append(element(inner))
        except CodecError as error:
            raise error.under(Index(len(values))) from error.__cause__
        return tuple(values)

    return decode


def _decode_object(attributes: list[tuple[str, Decode]], of: Decoding) -> Decode:
    names = frozenset(name for name, _ in attributes)

    def decode(data: Any) -> Value:
        if type(data) is not dict:
            return of.otherwise(data, "an object is required")
        if data.keys() != names:
            data = _fit_names(data, names, of)
        values: dict[str, Value] = {}
        name = ""
        try:
            for name, attribute in attributes:
                values[name] = attribute(data[name])
        except CodecError as error:
            raise error.under(Attribute(name)) from error.__cause__
        return values

    return decode


def _fit_names(data: dict[Any, Any], names: frozenset[str], of: Decoding) -> dict[Any, Any]:
    unsupported = [name for name in data if name not in names]
    if unsupported and not of.drop_unsupported:
        shown = ", ".join(sorted(name for name in unsupported if type(name) is str)) or "a key that is not a string"
        raise codec_error(f"unsupported attributes: {shown}")
    missing = names - data.keys()
    if missing and not of.lenient:
        raise codec_error(f"missing attributes: {', '.join(sorted(missing))}")
    return {**dict.fromkeys(missing), **data}


def encoder(kind: Type, of: Encoding) -> Encode:
    """The function that converts a value of this type to plain data; it raises CodecError."""
    match kind:
        case PrimitiveType(name):
            return of.primitives[name]
        case DynamicType():
            return of.dynamic
        case ListType(element):
            return _encode_elements(encoder(element, of), of, tuple, "a list (a tuple in Python) is required")
        case SetType(element):
            return _encode_elements(encoder(element, of), of, SetValue, "a set (a SetValue) is required")
        case MapType(element):
            return _encode_map(encoder(element, of), of)
        case TupleType(elements):
            return _encode_tuple([encoder(element, of) for element in elements], of)
        case ObjectType(attributes):
            return _encode_object([(name, encoder(attributes[name], of)) for name in sorted(attributes)], of)


def _encode_elements(element: Encode, of: Encoding, python: type[Any], expected: str) -> Encode:
    def encode(value: Any) -> Any:
        if not isinstance(value, python):
            return of.otherwise(value, expected)
        data: list[Any] = []
        try:
            for inner in value:
                data.append(element(inner))
        except CodecError as error:
            raise error.under(Index(len(data))) from error.__cause__
        return data

    return encode


def _encode_map(element: Encode, of: Encoding) -> Encode:
    def encode(value: Any) -> Any:
        if not isinstance(value, Mapping):
            return of.otherwise(value, "a map is required")
        if not all(type(key) is str for key in value):
            raise codec_error("every key of a map must be a string")
        data: dict[str, Any] = {}
        key = ""
        try:
            for key in sorted(value):
                data[key] = element(value[key])
        except CodecError as error:
            raise error.under(Key(key)) from error.__cause__
        return data

    return encode


def _encode_tuple(elements: list[Encode], of: Encoding) -> Encode:
    expected = f"a tuple of {len(elements)} elements is required"

    def encode(value: Any) -> Any:
        if not isinstance(value, tuple):
            return of.otherwise(value, expected)
        if len(value) != len(elements):
            raise codec_error(expected)
        data: list[Any] = []
        try:
            for element, inner in zip(elements, value, strict=True):
                data.append(element(inner))
        except CodecError as error:
            raise error.under(Index(len(data))) from error.__cause__
        return data

    return encode


def _encode_object(attributes: list[tuple[str, Encode]], of: Encoding) -> Encode:
    names = frozenset(name for name, _ in attributes)

    def encode(value: Any) -> Any:
        if not isinstance(value, Mapping):
            return of.otherwise(value, "an object is required")
        if value.keys() != names:
            wrong = ", ".join(sorted(map(str, value.keys() ^ names)))
            raise codec_error(f"missing or unsupported attributes: {wrong}")
        data: dict[str, Any] = {}
        name = ""
        try:
            for name, attribute in attributes:
                data[name] = attribute(value[name])
        except CodecError as error:
            raise error.under(Attribute(name)) from error.__cause__
        return data

    return encode
