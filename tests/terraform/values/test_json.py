from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stitch_provider.terraform.values.codec_error import CodecError
from stitch_provider.terraform.values.json import decode, encode
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
from stitch_provider.terraform.values.value import UNKNOWN, DynamicValue, SetValue
from strategies.values import typed_values, types

VECTORS: list[tuple[bytes, Any, Any]] = [
    (b"null", STRING, None),
    (b'"a"', STRING, "a"),
    (b"true", BOOL, True),
    (b"12", NUMBER, 12),
    (b"0.10", NUMBER, Decimal("0.10")),
    (b"123456789012345678901234567890", NUMBER, 123456789012345678901234567890),
    (b'["a",null]', ListType(STRING), ("a", None)),
    (b"[1]", SetType(NUMBER), SetValue([1])),
    (b'["a",1]', TupleType((STRING, NUMBER)), ("a", 1)),
    (b'{"k":"v"}', MapType(STRING), {"k": "v"}),
    (b'{"a":1,"b":null}', ObjectType({"b": STRING, "a": NUMBER}), {"a": 1, "b": None}),
    (b'{"value":"x","type":"string"}', DYNAMIC, DynamicValue(STRING, "x")),
]


@pytest.mark.parametrize(("data", "kind", "value"), VECTORS)
def test_json_is_decoded(data: bytes, kind: Any, value: Any) -> None:
    assert decode(data, kind) == value


@pytest.mark.parametrize(("data", "kind", "value"), VECTORS)
def test_values_are_encoded_as_in_cty(data: bytes, kind: Any, value: Any) -> None:
    assert encode(value, kind) == data


@pytest.mark.parametrize(
    ("data", "kind", "value"),
    [
        (b"12", STRING, "12"),
        (b"1.50", STRING, "1.50"),
        (b"true", STRING, "true"),
        (b'"12"', NUMBER, 12),
        (b'"1e3"', NUMBER, 1000),
        (b"1e3", NUMBER, 1000),
        (b'"true"', BOOL, True),
        (b'"0"', BOOL, False),
        (b"{}", ObjectType({"a": STRING}), {"a": None}),
    ],
)
def test_scalars_are_converted_to_the_type_as_in_cty(data: bytes, kind: Any, value: Any) -> None:
    assert decode(data, kind) == value


def test_unsupported_attributes_are_dropped_on_request_at_every_depth() -> None:
    kind = ObjectType({"a": ListType(ObjectType({"b": STRING}))})
    data = b'{"a":[{"b":"x","old":1}],"older":{"c":2}}'
    assert decode(data, kind, drop_unsupported=True) == {"a": ({"b": "x"},)}
    with pytest.raises(CodecError, match="unsupported attributes: older"):
        decode(data, kind)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"", STRING),
        (b"{", STRING),
        (b'"\xff"', STRING),
        (b"[]", STRING),
        (b"true", NUMBER),
        (b'"abc"', NUMBER),
        (b"1e99999", NUMBER),
        (b"1e99999999999999999999", NUMBER),
        (b"1e99999999999999999999", STRING),
        (b"1e999999999", STRING),
        (b"1" * 4000, STRING),
        (b"1" * 5000, NUMBER),
        (b"1", BOOL),
        (b'"yes"', BOOL),
        (b'{"value":"x"}', DYNAMIC),
        (b'{"value":"x","type":"string","more":1}', DYNAMIC),
        (b'"x"', DYNAMIC),
        (b"[" * 100_000, ListType(STRING)),
    ],
)
def test_json_that_does_not_fit_the_type_is_an_error(data: bytes, kind: Any) -> None:
    with pytest.raises(CodecError):
        decode(data, kind)


def test_an_unknown_value_cannot_be_encoded() -> None:
    with pytest.raises(CodecError) as caught:
        encode({"a": UNKNOWN}, ObjectType({"a": STRING}))
    assert str(caught.value.path) == "a"


@pytest.mark.parametrize(
    ("value", "kind"), [(1, STRING), ("1", NUMBER), (1.5, NUMBER), (1, BOOL), ("a", DYNAMIC), ([], ListType(STRING))]
)
def test_a_value_of_another_type_cannot_be_encoded(value: Any, kind: Any) -> None:
    with pytest.raises(CodecError):
        encode(value, kind)


@given(typed_values(unknown=False))
def test_every_known_value_is_equal_after_encoding_and_decoding(pair: tuple[Any, Any]) -> None:
    kind, value = pair
    assert decode(encode(value, kind), kind) == value


@given(st.binary(max_size=40) | st.text(max_size=40).map(str.encode), types)
def test_arbitrary_bytes_are_decoded_or_raise_a_codec_error(data: bytes, kind: Any) -> None:
    try:
        decode(data, kind)
    except CodecError:
        return
