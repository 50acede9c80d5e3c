from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stitch_provider.terraform.values.codec_error import CodecError
from stitch_provider.terraform.values.msgpack import decode, encode
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
from stitch_provider.terraform.values.value import UNKNOWN, DynamicValue, SetValue, Unknown
from strategies.values import typed_values, types

# Written by hand, according to the msgpack specification and the documentation of go-cty.
VECTORS: list[tuple[str, Any, Any]] = [
    ("c0", STRING, None),
    ("c0", ObjectType({"a": STRING}), None),
    ("d40000", STRING, UNKNOWN),
    ("d40000", ListType(STRING), UNKNOWN),
    ("a0", STRING, ""),
    ("a568656c6c6f", STRING, "hello"),
    ("a3e282ac", STRING, "€"),
    ("d920" + "61" * 32, STRING, "a" * 32),
    ("c3", BOOL, True),
    ("c2", BOOL, False),
    ("00", NUMBER, 0),
    ("7f", NUMBER, 127),
    ("cc80", NUMBER, 128),
    ("cd0100", NUMBER, 256),
    ("ce00010000", NUMBER, 65536),
    ("cf0000000100000000", NUMBER, 2**32),
    ("cf7fffffffffffffff", NUMBER, 2**63 - 1),
    ("ff", NUMBER, -1),
    ("e0", NUMBER, -32),
    ("d0df", NUMBER, -33),
    ("d1ff7f", NUMBER, -129),
    ("d38000000000000000", NUMBER, -(2**63)),
    ("cb3ff8000000000000", NUMBER, Decimal("1.5")),
    ("cbbfe0000000000000", NUMBER, Decimal("-0.5")),
    ("a3302e31", NUMBER, Decimal("0.1")),
    ("b339323233333732303336383534373735383038", NUMBER, 2**63),
    ("b42d39323233333732303336383534373735383039", NUMBER, -(2**63) - 1),
    ("90", ListType(STRING), ()),
    ("92a161c0", ListType(STRING), ("a", None)),
    ("920102", SetType(NUMBER), SetValue([2, 1])),
    ("93a161c301", TupleType((STRING, BOOL, NUMBER)), ("a", True, 1)),
    ("80", MapType(STRING), {}),
    ("81a16bd40000", MapType(STRING), {"k": UNKNOWN}),
    ("82a161a178a16202", ObjectType({"b": NUMBER, "a": STRING}), {"a": "x", "b": 2}),
    ("80", ObjectType({}), {}),
    ("92c40822737472696e6722a161", DYNAMIC, DynamicValue(STRING, "a")),
    ("92c40822737472696e6722c0", DYNAMIC, DynamicValue(STRING, None)),
    ("92c411" + b'["list","number"]'.hex() + "9101", DYNAMIC, DynamicValue(ListType(NUMBER), (1,))),
    ("c0", DYNAMIC, None),
    ("d40000", DYNAMIC, UNKNOWN),
]


@pytest.mark.parametrize(("data", "kind", "value"), VECTORS)
def test_bytes_written_by_hand_are_decoded(data: str, kind: Any, value: Any) -> None:
    decoded = decode(bytes.fromhex(data), kind)
    assert decoded == value
    assert type(decoded) is type(value)


@pytest.mark.parametrize(("data", "kind", "value"), VECTORS)
def test_values_are_encoded_as_in_cty(data: str, kind: Any, value: Any) -> None:
    if isinstance(value, SetValue):
        assert decode(encode(value, kind), kind) == value
    else:
        assert encode(value, kind).hex() == data


@pytest.mark.parametrize(
    ("data", "value"),
    [
        ("d3000000000000000a", 10),
        ("cf8000000000000000", 2**63),
        ("cb4024000000000000", 10),
        ("ca3fc00000", Decimal("1.5")),
        ("cb3fb999999999999a", Decimal("0.1000000000000000055511151231257827021181583404541015625")),
        ("a23130", 10),
        ("a531302e3530", Decimal("10.50")),
        ("a3316533", 1000),
    ],
)
def test_numbers_are_exact_in_every_encoding(data: str, value: Any) -> None:
    decoded = decode(bytes.fromhex(data), NUMBER)
    assert decoded == value
    assert isinstance(decoded, int | Decimal)


@pytest.mark.parametrize("data", ["d40000", "d40100", "d45501", "c70000", "c7030c8101c2", "d6ff00000000", "c8000005"])
@pytest.mark.parametrize("kind", [STRING, NUMBER, BOOL, DYNAMIC, ListType(STRING), ObjectType({"a": STRING})])
def test_any_ext_is_decoded_as_unknown(data: str, kind: Any) -> None:
    assert decode(bytes.fromhex(data), kind) == UNKNOWN


def test_refinements_are_equal_after_decoding_and_encoding() -> None:
    data = bytes.fromhex("c7030c8101c2")
    decoded = decode(data, STRING)
    assert isinstance(decoded, Unknown)
    assert decoded.refinements == bytes.fromhex("8101c2")
    assert encode(decoded, STRING) == data


@pytest.mark.parametrize(
    ("data", "kind", "path", "message"),
    [
        ("", STRING, "", "these bytes are not msgpack"),
        ("c1", STRING, "", "these bytes are not msgpack"),
        ("a161a1", STRING, "", "these bytes are not msgpack"),
        ("a1ff", STRING, "", "these bytes are not msgpack"),
        ("01", STRING, "", "a string is required"),
        ("c3", NUMBER, "", "a number is required"),
        ("01", BOOL, "", "a bool is required"),
        ("a3316561", NUMBER, "", "a number is required"),
        ("a36e616e", NUMBER, "", "a number is required"),
        ("cb7ff0000000000000", NUMBER, "", "a finite number is required"),
        ("a6316539393939", NUMBER, "", "a number of at most 1000 digits is required"),
        ("80", ListType(STRING), "", "a list is required"),
        ("80", SetType(STRING), "", "a set is required"),
        ("90", MapType(STRING), "", "a map is required"),
        ("90", ObjectType({}), "", "an object is required"),
        ("91a161", TupleType((STRING, STRING)), "", "a tuple of 2 elements is required"),
        ("810101", MapType(NUMBER), "", "every key of a map must be a string"),
        ("80", ObjectType({"b": STRING, "a": STRING}), "", "missing attributes: a, b"),
        ("81a163c0", ObjectType({}), "", "unsupported attributes: c"),
        ("9201a161", ListType(NUMBER), "[1]", "a number is required"),
        ("81a16b01", MapType(STRING), '["k"]', "a string is required"),
        ("81a1619181a16bc3", ObjectType({"a": ListType(MapType(NUMBER))}), 'a[0]["k"]', "a number is required"),
        ("91a161", DYNAMIC, "", "a dynamic value must be an array of its type and itself"),
        ("92c4027878a161", DYNAMIC, "", "the notation of a type must be JSON"),
        ("92c40422787822a161", DYNAMIC, "", "this is not the notation of a type"),
    ],
)
def test_bytes_that_do_not_fit_the_type_are_an_error_with_a_path(data: str, kind: Any, path: str, message: str) -> None:
    with pytest.raises(CodecError) as caught:
        decode(bytes.fromhex(data), kind)
    assert (str(caught.value.path), caught.value.message) == (path, message)


@pytest.mark.parametrize(
    ("value", "kind", "path"),
    [
        (1, STRING, ""),
        ("1", NUMBER, ""),
        (1.5, NUMBER, ""),
        (True, NUMBER, ""),
        (1, BOOL, ""),
        (Decimal("Infinity"), NUMBER, ""),
        (["a"], ListType(STRING), ""),
        (("a",), SetType(STRING), ""),
        ({"a": 1}, MapType(STRING), '["a"]'),
        ({1: "a"}, MapType(STRING), ""),
        ({"a": "x"}, ObjectType({"a": STRING, "b": STRING}), ""),
        ({"a": "x", "c": "x"}, ObjectType({"a": STRING}), ""),
        ({"a": ({"b": 1},)}, ObjectType({"a": ListType(ObjectType({"b": STRING}))}), "a[0].b"),
        (("a",), TupleType(()), ""),
        ((1,), TupleType((STRING,)), "[0]"),
        ("a", DYNAMIC, ""),
        (DynamicValue(STRING, 1), DYNAMIC, "[1]"),
    ],
)
def test_a_value_of_another_type_cannot_be_encoded(value: Any, kind: Any, path: str) -> None:
    with pytest.raises(CodecError) as caught:
        encode(value, kind)
    assert str(caught.value.path) == path


def test_an_error_does_not_contain_the_value() -> None:
    with pytest.raises(CodecError) as caught:
        encode({"token": ("hunter2",)}, ObjectType({"token": STRING}))
    assert "hunter2" not in str(caught.value)


def test_extreme_nesting_is_a_codec_error() -> None:
    with pytest.raises(CodecError):
        decode(b"\x91" * 100_000 + b"\xc0", ListType(STRING))


@given(typed_values())
def test_every_value_is_equal_after_encoding_and_decoding(pair: tuple[Any, Any]) -> None:
    kind, value = pair
    assert decode(encode(value, kind), kind) == value


@given(st.binary(max_size=60), types)
def test_arbitrary_bytes_are_decoded_or_raise_a_codec_error(data: bytes, kind: Any) -> None:
    try:
        value = decode(data, kind)
    except CodecError:
        return
    assert decode(encode(value, kind), kind) == value
