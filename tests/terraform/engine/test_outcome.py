from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

from stitch_provider.terraform.engine.outcome import known_object, left_unknown, overlay, storable, unknown_as_null
from stitch_provider.terraform.values import msgpack
from stitch_provider.terraform.values.types import DYNAMIC, NUMBER, STRING, ListType, ObjectType
from stitch_provider.terraform.values.value import UNKNOWN, DynamicValue, SetValue, wholly_known
from strategies.values import typed_values


@pytest.mark.parametrize(
    ("planned", "actual", "outcome"),
    [
        ("a", "b", "a"),
        (None, "b", None),
        (UNKNOWN, "b", "b"),
        (UNKNOWN, None, None),
        (UNKNOWN, UNKNOWN, UNKNOWN),
        ({"a": UNKNOWN, "b": "x"}, {"a": "y", "b": "z", "c": "w"}, {"a": "y", "b": "x"}),
        ({"a": UNKNOWN}, None, {"a": None}),
        ({"a": {"b": UNKNOWN}}, {"a": None}, {"a": {"b": None}}),
        (("a", UNKNOWN), ("x", "y"), ("a", "y")),
        (("a", UNKNOWN), ("y",), ("a", None)),
        (SetValue(["a"]), SetValue(["b"]), SetValue(["a"])),
        (SetValue(["a", UNKNOWN]), SetValue(["b", "a"]), SetValue(["a", "b"])),
        (SetValue([{"r": "x", "t": UNKNOWN}]), SetValue([{"r": "x", "t": 1}]), SetValue([{"r": "x", "t": 1}])),
        (SetValue([{"r": "x", "t": UNKNOWN}]), SetValue([{"r": "y", "t": 1}]), SetValue([{"r": "x", "t": None}])),
        (SetValue([UNKNOWN]), None, SetValue([None])),
        (
            SetValue([{"r": UNKNOWN, "t": UNKNOWN}, {"r": "x", "t": UNKNOWN}]),
            SetValue([{"r": "x", "t": 1}, {"r": "y", "t": 2}]),
            SetValue([{"r": "y", "t": 2}, {"r": "x", "t": 1}]),
        ),
        (
            SetValue([UNKNOWN, SetValue([UNKNOWN]), SetValue([])]),
            SetValue([SetValue([None]), SetValue([]), None]),
            SetValue([None, SetValue([None]), SetValue([])]),
        ),
        (
            SetValue([SetValue([UNKNOWN]), SetValue([UNKNOWN, "a"])]),
            SetValue([SetValue(["b", "a"]), SetValue(["c"])]),
            SetValue([SetValue(["c"]), SetValue(["b", "a"])]),
        ),
        (DynamicValue(STRING, UNKNOWN), DynamicValue(STRING, "a"), DynamicValue(STRING, "a")),
        (DynamicValue(STRING, "a"), None, DynamicValue(STRING, "a")),
    ],
)
def test_known_planned_values_stay_and_unknown_ones_become_the_actual_values(
    planned: Any, actual: Any, outcome: Any
) -> None:
    assert overlay(planned, actual) == outcome


@given(typed_values())
def test_overlaying_a_plan_on_one_of_its_completions_gives_the_completion(pair: tuple[Any, Any]) -> None:
    _, planned = pair
    assert overlay(planned, unknown_as_null(planned)) == unknown_as_null(planned)


@given(typed_values())
def test_a_value_without_unknowns_is_wholly_known_and_of_the_same_type(pair: tuple[Any, Any]) -> None:
    kind, value = pair
    assert wholly_known(unknown_as_null(value))
    assert msgpack.decode(msgpack.encode(unknown_as_null(value), kind), kind) == unknown_as_null(value)


@given(typed_values(unknown=False))
def test_a_known_value_is_not_changed(pair: tuple[Any, Any]) -> None:
    assert unknown_as_null(pair[1]) == pair[1]


def test_each_attribute_left_unknown_is_named() -> None:
    left = left_unknown({"a": UNKNOWN, "b": ("x", UNKNOWN), "c": None}, "apply")
    assert [str(diagnostic.path) for diagnostic in left] == ["a", "b"]
    assert known_object({"a": UNKNOWN, "b": ("x", UNKNOWN)}) == {"a": None, "b": ("x", None)}


KIND = ObjectType({"id": STRING, "size": NUMBER, "parts": ListType(STRING), "extra": DYNAMIC})
GOOD: dict[str, Any] = {"id": "1", "size": 2, "parts": ("a",), "extra": None}


def test_a_state_of_the_right_type_is_stored_as_it_is() -> None:
    assert storable(GOOD, KIND) == (GOOD, ())


@pytest.mark.parametrize(
    ("wrong", "paths"),
    [
        ({"size": "2"}, ["size"]),
        ({"parts": ["a"]}, ["parts"]),
        ({"parts": ("a", 1), "extra": "x"}, ["extra", "parts[1]"]),
    ],
)
def test_an_attribute_of_a_wrong_type_is_stored_as_null_and_named(wrong: dict[str, Any], paths: list[str]) -> None:
    kept, diagnostics = storable({**GOOD, **wrong}, KIND)
    assert kept == {**GOOD, **dict.fromkeys(wrong)}
    assert [str(diagnostic.path) for diagnostic in diagnostics] == paths


def test_a_state_that_is_no_object_of_the_type_at_all_is_stored_as_nulls() -> None:
    kept, diagnostics = storable({"id": "1"}, KIND)
    assert kept == dict.fromkeys(KIND.attributes)
    assert len(diagnostics) == 1
