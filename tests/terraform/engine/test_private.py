from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stitch_provider.terraform.diagnostics import DiagnosticError
from stitch_provider.terraform.engine.private import decode_private, encode_private

json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)


@given(st.dictionaries(st.text(), json_values))
def test_private_state_is_decoded_as_it_was_encoded(private: dict[str, Any]) -> None:
    assert decode_private(encode_private(private)) == private


def test_empty_private_state_is_no_bytes() -> None:
    assert encode_private({}) == b""
    assert decode_private(b"") == {}


def test_the_order_of_keys_does_not_change_the_bytes() -> None:
    assert encode_private({"b": 1, "a": {"d": 1, "c": 2}}) == encode_private({"a": {"c": 2, "d": 1}, "b": 1})


@pytest.mark.parametrize(
    "data",
    [b"{", b"[]", b"null", b"\xff", b'{"a":"\xff"}', b'"a"', b'{"a":' + b"[" * 100_000, b'{"a":' + b"9" * 5000 + b"}"],
)
def test_bytes_that_are_no_json_object_are_refused(data: bytes) -> None:
    with pytest.raises(DiagnosticError):
        decode_private(data)


def test_private_state_that_is_not_json_is_an_error() -> None:
    with pytest.raises(DiagnosticError):
        encode_private({"a": object()})
