from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

from stitch_provider.terraform.values.codec_error import CodecError
from stitch_provider.terraform.values.type_json import decode_type, encode_type
from stitch_provider.terraform.values.types import (
    BOOL,
    DYNAMIC,
    NUMBER,
    STRING,
    ListType,
    MapType,
    ObjectType,
    SetType,
    TupleType,
)
from strategies.values import types

NOTATIONS: list[tuple[bytes, Any]] = [
    (b'"string"', STRING),
    (b'"number"', NUMBER),
    (b'"bool"', BOOL),
    (b'"dynamic"', DYNAMIC),
    (b'["list","string"]', ListType(STRING)),
    (b'["set",["map","bool"]]', SetType(MapType(BOOL))),
    (b'["tuple",["string","number"]]', TupleType((STRING, NUMBER))),
    (b'["tuple",[]]', TupleType(())),
    (b'["object",{"a":"string","b":["list","number"]}]', ObjectType({"b": ListType(NUMBER), "a": STRING})),
    (b'["object",{"a":"string","b":"bool"},["b"]]', ObjectType({"a": STRING, "b": BOOL}, frozenset({"b"}))),
]


@pytest.mark.parametrize(("notation", "kind"), NOTATIONS)
def test_types_are_decoded_and_encoded(notation: bytes, kind: Any) -> None:
    assert decode_type(notation) == kind
    assert encode_type(kind) == notation


@pytest.mark.parametrize(
    "notation",
    [
        b"",
        b"string",
        b'"text"',
        b"1",
        b"[]",
        b'["list"]',
        b'["list","string","string"]',
        b'["tuple","string"]',
        b'["object",["a"]]',
        b'["object",{"a":"string"},["b"]]',
        b'["object",{"a":"string"},[["a"]]]',
        b'"\xff"',
        b"[" * 100_000,
    ],
)
def test_an_invalid_notation_is_an_error(notation: bytes) -> None:
    with pytest.raises(CodecError):
        decode_type(notation)


@given(types)
def test_every_type_is_equal_after_encoding_and_decoding(kind: Any) -> None:
    assert decode_type(encode_type(kind)) == kind
    assert hash(decode_type(encode_type(kind))) == hash(kind)
