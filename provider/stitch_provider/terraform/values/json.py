"""The JSON codec, for stored states and identities, and for a DynamicValue in JSON (go-cty's `cty/json`).

Numbers are exact, sets are arrays, and a dynamic value is `{"type": ..., "value": ...}`. There are no unknown values.

Decoding is lenient, as in cty, so that the type of an attribute can change. A number or bool is accepted as a string,
and a string as a number or bool if it is the text of one. An attribute that an object does not have is null.
"""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import msgspec

from stitch_provider.terraform.values.codec_error import codec_error
from stitch_provider.terraform.values.number import exact, parse_number, to_text
from stitch_provider.terraform.values.structure import Decode, Decoding, Encode, Encoding, decoder, encoder
from stitch_provider.terraform.values.type_json import type_from_json, type_to_json
from stitch_provider.terraform.values.value import DynamicValue, Unknown, Value

if TYPE_CHECKING:
    from stitch_provider.terraform.values.types import Type

_BOOLS = {"true": True, "false": False, "1": True, "0": False}


def decode(data: bytes, kind: Type, *, drop_unsupported: bool = False) -> Value:
    """Decode JSON to a value of this type; raises CodecError.

    Attributes that are not in the JSON are null. Attributes that are not in the type are an error, unless
    `drop_unsupported` is true.
    """
    return from_plain(decode_plain(data), kind, drop_unsupported=drop_unsupported)


def decode_plain(data: bytes) -> Any:
    """Decode JSON to plain data with exact numbers; raises CodecError."""
    try:
        return _plain_decoder.decode(data)
    except (msgspec.MsgspecError, ValueError, InvalidOperation) as cause:
        raise codec_error("this is not JSON") from cause
    except RecursionError as cause:
        raise codec_error("the value is nested too deeply") from cause


def from_plain(data: Any, kind: Type, *, drop_unsupported: bool = False) -> Value:
    """Convert plain data to a value of this type, as `decode` does; raises CodecError."""
    try:
        return _decoder(kind, drop_unsupported=drop_unsupported)(data)
    except RecursionError as cause:
        raise codec_error("the value is nested too deeply") from cause


def encode(value: Value, kind: Type) -> bytes:
    """Encode a wholly known value of this type as JSON; raises CodecError."""
    try:
        return _plain_encoder.encode(_encoder(kind)(value))
    except RecursionError as cause:
        raise codec_error("the value is nested too deeply") from cause


_plain_decoder = msgspec.json.Decoder(float_hook=Decimal)
_plain_encoder = msgspec.json.Encoder(decimal_format="number")


@lru_cache(maxsize=512)
def _decoder(kind: Type, *, drop_unsupported: bool) -> Decode:
    def decode_dynamic(data: Any) -> Value:
        match data:
            case None:
                return None
            case {"type": notation, "value": inner, **rest} if not rest:
                inner_kind = type_from_json(notation)
                return DynamicValue(inner_kind, _decoder(inner_kind, drop_unsupported=drop_unsupported)(inner))
            case _:
                raise codec_error("a dynamic value must be an object with its type and its value")

    decoding = Decoding(
        primitives={"string": _decode_string, "bool": _decode_bool, "number": _decode_number},
        dynamic=decode_dynamic,
        otherwise=_decode_null,
        lenient=True,
        drop_unsupported=drop_unsupported,
    )
    return decoder(kind, decoding)


@lru_cache(maxsize=512)
def _encoder(kind: Type) -> Encode:
    return encoder(kind, _ENCODING)


def _decode_null(data: Any, expected: str) -> Value:
    if data is None:
        return None
    raise codec_error(expected)


def _decode_string(data: Any) -> Value:
    match data:
        case str():
            return data
        case bool():
            return "true" if data else "false"
        case int() | Decimal():
            return to_text(_exact(data))
        case _:
            return _decode_null(data, "a string is required")


def _decode_bool(data: Any) -> Value:
    if isinstance(data, bool):
        return data
    if isinstance(data, str) and data in _BOOLS:
        return _BOOLS[data]
    return _decode_null(data, "a bool is required")


def _decode_number(data: Any) -> Value:
    match data:
        case bool():
            raise codec_error("a number is required")
        case int() | Decimal():
            return _exact(data)
        case str():
            return parse_number(data)
        case _:
            return _decode_null(data, "a number is required")


def _exact(number: int | Decimal) -> int | Decimal:
    if isinstance(number, int) and number.bit_length() <= _LONG:
        return number
    return exact(Decimal(number))


def _encode_null(value: Any, expected: str) -> Any:
    if value is None:
        return None
    if isinstance(value, Unknown):
        raise codec_error("an unknown value cannot be encoded as JSON")
    raise codec_error(f"{expected}, not a Python {type(value).__name__}")


def _encode_string(value: Any) -> Any:
    return value if type(value) is str else _encode_null(value, "a string is required")


def _encode_bool(value: Any) -> Any:
    return value if type(value) is bool else _encode_null(value, "a bool is required")


def _encode_number(value: Any) -> Any:
    if type(value) is int or isinstance(value, Decimal):
        return msgspec.Raw(to_text(exact(Decimal(value))).encode())
    return _encode_null(value, "a number (int or Decimal) is required")


def _encode_dynamic(value: Any) -> Any:
    if not isinstance(value, DynamicValue):
        return _encode_null(value, "a DynamicValue is required")
    return {"value": _encoder(value.type)(value.value), "type": type_to_json(value.type)}


_LONG = 64
_ENCODING = Encoding(
    primitives={"string": _encode_string, "bool": _encode_bool, "number": _encode_number},
    dynamic=_encode_dynamic,
    otherwise=_encode_null,
)
