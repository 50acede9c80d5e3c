"""The msgpack codec, for the values that Terraform and its plugins exchange (go-cty's `cty/msgpack`).

| value | bytes |
|---|---|
| null | nil |
| unknown | any ext; encoded as type 0 with one zero byte, or as type 12 if it has refinements |
| string, bool | str, bool |
| number | int if it fits 64 bits with a sign; else float64 if that is exact; else decimal notation as str |
| list, set, tuple | array |
| map, object | map, keys in alphabetical order |
| dynamic | array of the type's JSON notation (bin) and the value |

An object has exactly the attributes of its type, including null ones.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import msgspec

from stitch_provider.terraform.values.codec_error import CodecError, codec_error
from stitch_provider.terraform.values.number import exact, from_float, parse_number, to_text
from stitch_provider.terraform.values.path import Index
from stitch_provider.terraform.values.structure import Decode, Decoding, Encode, Encoding, decoder, encoder
from stitch_provider.terraform.values.type_json import decode_type, encode_type
from stitch_provider.terraform.values.value import UNKNOWN, DynamicValue, Unknown, Value

if TYPE_CHECKING:
    from stitch_provider.terraform.values.types import Type

_REFINED = 12
_UNKNOWN = msgspec.msgpack.Ext(0, b"\0")
_INT64 = range(-(2**63), 2**63)
_DYNAMIC_PARTS = 2


def decode(data: bytes, kind: Type) -> Value:
    """Decode msgpack to a value of this type; raises CodecError."""
    try:
        return _decoder(kind)(_plain.decode(data))
    except (msgspec.MsgspecError, UnicodeDecodeError) as cause:
        raise codec_error("these bytes are not msgpack") from cause
    except RecursionError as cause:
        raise codec_error("the value is nested too deeply") from cause


def encode(value: Value, kind: Type) -> bytes:
    """Encode a value of this type as msgpack; raises CodecError."""
    try:
        return msgspec.msgpack.encode(_encoder(kind)(value))
    except RecursionError as cause:
        raise codec_error("the value is nested too deeply") from cause


def _ext(code: int, data: memoryview) -> Unknown:
    return Unknown(bytes(data)) if code == _REFINED and len(data) > 1 else UNKNOWN


_plain = msgspec.msgpack.Decoder(ext_hook=_ext)


@lru_cache(maxsize=512)
def _decoder(kind: Type) -> Decode:
    return decoder(kind, _DECODING)


@lru_cache(maxsize=512)
def _encoder(kind: Type) -> Encode:
    return encoder(kind, _ENCODING)


def _decode_null_or_unknown(data: Any, expected: str) -> Value:
    if data is None or type(data) is Unknown:
        return data
    if isinstance(data, datetime):  # ext type -1, which msgspec decodes as a time
        return UNKNOWN
    raise codec_error(expected)


def _decode_string(data: Any) -> Value:
    return data if type(data) is str else _decode_null_or_unknown(data, "a string is required")


def _decode_bool(data: Any) -> Value:
    return data if type(data) is bool else _decode_null_or_unknown(data, "a bool is required")


def _decode_number(data: Any) -> Value:
    if type(data) is int:
        return data
    if type(data) is float:
        return from_float(data)
    if type(data) is str:
        return parse_number(data)
    return _decode_null_or_unknown(data, "a number is required")


def _decode_dynamic(data: Any) -> Value:
    if type(data) is not list:
        return _decode_null_or_unknown(data, "a dynamic value must be an array of its type and itself")
    if len(data) != _DYNAMIC_PARTS or not isinstance(data[0], bytes | str):
        raise codec_error("a dynamic value must be an array of its type and itself")
    kind = decode_type(data[0])
    return DynamicValue(kind, _decoder(kind)(data[1]))


def _encode_null_or_unknown(value: Any, expected: str) -> Any:
    if value is None:
        return None
    if isinstance(value, Unknown):
        return msgspec.msgpack.Ext(_REFINED, value.refinements) if value.refinements else _UNKNOWN
    raise codec_error(f"{expected}, not a Python {type(value).__name__}")


def _encode_string(value: Any) -> Any:
    return value if type(value) is str else _encode_null_or_unknown(value, "a string is required")


def _encode_bool(value: Any) -> Any:
    return value if type(value) is bool else _encode_null_or_unknown(value, "a bool is required")


def _encode_number(value: Any) -> Any:
    if type(value) is int:
        return value if value in _INT64 else to_text(value)
    if isinstance(value, Decimal):
        number = exact(value)
        if isinstance(number, int):
            return _encode_number(number)
        approximate = float(number)
        return approximate if Decimal(approximate) == number else to_text(number)
    return _encode_null_or_unknown(value, "a number (int or Decimal) is required")


def _encode_dynamic(value: Any) -> Any:
    if not isinstance(value, DynamicValue):
        return _encode_null_or_unknown(value, "a DynamicValue is required")
    try:
        return [encode_type(value.type), _encoder(value.type)(value.value)]
    except CodecError as error:
        raise error.under(Index(1)) from error.__cause__


_DECODING = Decoding(
    primitives={"string": _decode_string, "bool": _decode_bool, "number": _decode_number},
    dynamic=_decode_dynamic,
    otherwise=_decode_null_or_unknown,
)
_ENCODING = Encoding(
    primitives={"string": _encode_string, "bool": _encode_bool, "number": _encode_number},
    dynamic=_encode_dynamic,
    otherwise=_encode_null_or_unknown,
)
