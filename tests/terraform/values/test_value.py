from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stitch_provider.terraform.values.types import STRING
from stitch_provider.terraform.values.value import UNKNOWN, DynamicValue, SetValue, Unknown, known, wholly_known
from strategies.values import typed_values


def test_unknown_values_are_equal_regardless_of_refinements() -> None:
    assert Unknown(b"\x81\x01\xc2") == UNKNOWN
    assert hash(Unknown(b"\x81\x01\xc2")) == hash(UNKNOWN)
    assert UNKNOWN != None  # noqa: E711 - tests the operator


@pytest.mark.parametrize(
    ("one", "other", "equal"),
    [
        (["a", "b"], ["b", "a"], True),
        (["a", "a"], ["a"], True),
        ([1], [Decimal(1)], True),
        ([1], [True], False),
        ([{"a": 1}, {"a": 2}], [{"a": 2}, {"a": 1}], True),
        ([("a", "b")], [("b", "a")], False),
        ([SetValue(["a", "b"])], [SetValue(["b", "a"])], True),
        ([DynamicValue(STRING, "a")], ["a"], False),
        ([UNKNOWN, UNKNOWN], [UNKNOWN], False),
        ([UNKNOWN, "a"], ["a", UNKNOWN], True),
        ([], [None], False),
        ([{"a": UNKNOWN}, {"a": UNKNOWN}], [{"a": UNKNOWN}], False),
        ([{"a": UNKNOWN, "b": 1}, {"a": UNKNOWN, "b": 2}], [{"a": UNKNOWN, "b": 2}, {"a": UNKNOWN, "b": 1}], True),
        ([{"a": UNKNOWN, "b": 1}], [{"a": UNKNOWN, "b": 2}], False),
    ],
)
def test_sets_are_equal_when_their_elements_are(one: list[Any], other: list[Any], equal: bool) -> None:
    assert (SetValue(one) == SetValue(other)) is equal
    if equal:
        assert hash(SetValue(one)) == hash(SetValue(other))


@given(st.lists(st.one_of(st.integers(), st.text(), st.dictionaries(st.text(), st.integers()))))
def test_a_set_has_each_element_once_in_order_of_insertion(elements: list[Any]) -> None:
    distinct = [element for at, element in enumerate(elements) if element not in elements[:at]]
    assert list(SetValue(elements)) == distinct
    assert all(element in SetValue(elements) for element in elements)


@given(typed_values(unknown=False))
def test_a_value_without_unknown_values_is_wholly_known(pair: tuple[Any, Any]) -> None:
    assert wholly_known(pair[1])


@pytest.mark.parametrize(
    "value",
    [UNKNOWN, ("a", UNKNOWN), {"a": {"b": UNKNOWN}}, SetValue([UNKNOWN]), DynamicValue(STRING, UNKNOWN)],
)
def test_a_value_that_contains_an_unknown_value_is_not_wholly_known(value: Any) -> None:
    assert not wholly_known(value)


def test_null_and_unknown_are_not_known() -> None:
    assert known("")
    assert known(0)
    assert not known(None)
    assert not known(UNKNOWN)
