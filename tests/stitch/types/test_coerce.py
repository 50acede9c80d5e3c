import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stitch_provider.stitch.types.coerce import same, schema_types, to_api, to_text
from stitch_provider.stitch.types.rules import PropertyRule

TEXT = {"type": "string"}
PORT = {"anyOf": [{"type": "integer"}, {"type": "string", "pattern": "^\\d+"}]}
TEXTS = {"type": "array", "items": {"type": "string"}}
TEXT_OR_LIST = {"anyOf": [{"type": "string"}, TEXTS]}
OBJECT = {"type": "object"}
SCHEMAS = [None, TEXT, PORT, TEXTS, TEXT_OR_LIST, OBJECT, {"type": "boolean"}, {"type": "integer"}, {"type": "number"}]

RULES = st.builds(PropertyRule, name=st.just("x"), schema=st.sampled_from(SCHEMAS), typed=st.booleans())
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
).filter(lambda value: value is not None)
TEXTS_OF_NOTE = [
    "true",
    "false",
    "5432",
    "05432",
    "1e5",
    "60.0",
    "60",
    "[",
    "{}",
    '["a"]',
    ' {"b": 1, "a": [true]}',
    "",
]
ANY_TEXT = st.sampled_from(TEXTS_OF_NOTE) | st.text() | JSON.map(json.dumps) | JSON.map(to_text)


def source(schema: Any) -> PropertyRule:
    return PropertyRule(name="x", schema=schema)


def destination(schema: Any) -> PropertyRule:
    return PropertyRule(name="x", schema=schema, typed=True)


@pytest.mark.parametrize(
    ("rule", "text", "value"),
    [
        (None, "true", "true"),
        (source(None), "[1]", "[1]"),
        (source({"type": "boolean"}), "true", "true"),
        (source({"type": "integer"}), "12", "12"),
        (source(TEXTS), '["a", "b"]', ["a", "b"]),
        (source(TEXTS), "a,b", "a,b"),
        (source(TEXTS), '{"a": 1}', '{"a": 1}'),
        (source(TEXT_OR_LIST), "a,b", "a,b"),
        (source(TEXT_OR_LIST), '["a"]', ["a"]),
        (source(TEXT), '["a"]', '["a"]'),
        (source(TEXTS), "[" * 100_000, "[" * 100_000),
        (destination({"type": "boolean"}), "true", True),
        (destination({"type": "boolean"}), "false", False),
        (destination({"type": "boolean"}), "yes", "yes"),
        (destination({"type": "string", "pattern": "^(true|false)$"}), "true", "true"),
        (destination({"type": "integer"}), "5432", 5432),
        (destination({"type": "integer"}), "05432", "05432"),
        (destination({"type": "number"}), "1.5", 1.5),
        (destination({"type": "number"}), "7", 7),
        (destination({"type": ["integer", "null"]}), "7", 7),
        (destination(PORT), "5432", "5432"),
        (destination(OBJECT), '{"ssh": "true"}', {"ssh": "true"}),
        (destination(None), "true", "true"),
    ],
)
def test_sends_what_the_schema_wants_else_the_text(rule: PropertyRule | None, text: str, value: Any) -> None:
    sent = to_api(rule, text)
    assert (type(sent), sent) == (type(value), value)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("5432", "5432"),
        (5432, "5432"),
        (True, "true"),
        (False, "false"),
        (60.0, "60"),
        (1.5, "1.5"),
        (["b", "ä"], '["b","ä"]'),
        ({"b": 1, "a": None}, '{"a":null,"b":1}'),
    ],
)
def test_keeps_json_as_text(value: Any, text: str) -> None:
    assert to_text(value) == text


@pytest.mark.parametrize(
    ("rule", "one", "other", "equal"),
    [
        (None, "5432", 5432, True),
        (None, "true", True, True),
        (None, "True", True, False),
        (None, "60", 60.0, True),
        (None, '{"a": 1, "b": [2]}', '{"b":[2],"a":1}', True),
        (None, '{"a": 1}', {"a": 1}, True),
        (None, "[1,2]", "[2,1]", False),
        (None, "[true]", "[1]", False),
        (None, "[", "[ ", False),
        (None, "2024-01-01T00:00:00Z", "2024-01-01T00:00:00.000Z", True),
        (None, "2024-01-01T00:00:00Z", "2024-01-01T00:00:00+00:00", True),
        (None, "2024-01-01T00:00:00Z", "2024-01-01T00:00:01Z", False),
        (None, "2024-13-01T00:00:00Z", "2024-13-01T00:00:00.0Z", False),
        (None, "007", "7", False),
        (None, "1.0", "1", False),
        (destination({"type": "number"}), "1.0", "1", True),
        (destination({"type": "number"}), "1.0", "one", False),
        (source(TEXT), "a", "A", False),
    ],
)
def test_knows_what_means_the_same(rule: PropertyRule | None, one: Any, other: Any, *, equal: bool) -> None:
    assert same(rule, one, other) is equal
    assert same(rule, other, one) is equal


@pytest.mark.parametrize(
    ("schema", "types"),
    [
        (None, set()),
        ({}, set()),
        (TEXT, {"string"}),
        (PORT, {"integer", "string"}),
        ({"type": "string", "anyOf": [{"format": "ipv4"}]}, {"string"}),
        ({"type": ["null", "object"]}, {"null", "object"}),
    ],
)
def test_reads_the_types_off_a_schema(schema: Any, types: set[str]) -> None:
    assert schema_types(schema) == types


@given(RULES, JSON)
def test_every_value_means_the_same_as_its_text(rule: PropertyRule, value: Any) -> None:
    assert same(rule, value, to_text(value))


@given(RULES, ANY_TEXT)
def test_what_is_sent_means_the_same_as_the_text(rule: PropertyRule, text: str) -> None:
    assert same(rule, text, to_api(rule, text))
    assert same(rule, text, to_text(to_api(rule, text)))


@given(RULES, ANY_TEXT, ANY_TEXT, ANY_TEXT)
def test_meaning_the_same_is_an_equivalence(rule: PropertyRule, one: str, two: str, three: str) -> None:
    assert same(rule, one, one)
    assert same(rule, one, two) == same(rule, two, one)
    if same(rule, one, two) and same(rule, two, three):
        assert same(rule, one, three)


@given(JSON)
def test_text_of_a_value_is_stable(value: Any) -> None:
    assert to_text(to_text(value)) == to_text(value)
    assert same(None, json.dumps(value, indent=2), value) or not isinstance(value, list | dict)
