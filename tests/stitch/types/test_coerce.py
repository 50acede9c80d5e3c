import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from stitch_provider.connect.transport import Request
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
NUMBER_TEXTS = st.builds(
    "{}{}{}{}".format,
    st.sampled_from(["", "-"]),
    st.integers(0, 10**20) | st.sampled_from([0, 10**15, 2**53 + 1, 2**64, 10**400]),
    st.just("") | st.text("0123456789", min_size=1, max_size=20).map(".{}".format),
    st.just("")
    | st.builds("{}{}{}".format, st.sampled_from("eE"), st.sampled_from(["", "+", "-"]), st.integers(0, 9999)),
)
ANY_TEXT = (
    st.sampled_from(TEXTS_OF_NOTE)
    | st.text()
    | JSON.map(json.dumps)
    | JSON.map(to_text)
    | NUMBER_TEXTS
    | NUMBER_TEXTS.map("[{}]".format)
)


def source(schema: Any) -> PropertyRule:
    return PropertyRule(name="x", schema=schema)


def destination(schema: Any) -> PropertyRule:
    return PropertyRule(name="x", schema=schema, typed=True)


def received(value: Any) -> Any:
    """What the service reads, numbers as exactly as they are written."""
    body = Request("POST", "/v4/destinations", content=value).encode()
    assert body is not None
    return json.loads(body, parse_float=Decimal, parse_int=Decimal)


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
        (destination({"type": "number"}), "1.5", Decimal("1.5")),
        (destination({"type": "number"}), "60.0", 60),
        (destination({"type": "number"}), "1e5", 100_000),
        (destination({"type": "number"}), "-0.0", 0),
        (destination({"type": "number"}), "1000000000000000.3", Decimal("1000000000000000.3")),
        (destination({"type": "number"}), "1e400", 10**400),
        (destination({"type": "number"}), "10e3999", Decimal("1e4000")),
        (destination({"type": "number"}), "1e-400", Decimal("1e-400")),
        (destination({"type": "number"}), "1e" + "9" * 30, "1e" + "9" * 30),
        (destination({"type": "number"}), "NaN", "NaN"),
        (destination({"type": "number"}), "Infinity", "Infinity"),
        (destination({"type": "integer"}), "18446744073709551617", 18446744073709551617),
        (destination({"type": "integer"}), "9" * 5000, Decimal("9" * 5000)),
        (destination({"type": "integer"}), "1e5", "1e5"),
        (destination({"type": "number"}), "7", 7),
        (destination({"type": ["integer", "null"]}), "7", 7),
        (destination(PORT), "5432", "5432"),
        (destination(OBJECT), '{"ssh": "true"}', {"ssh": "true"}),
        (destination(OBJECT), '{"a": 1000000000000000.3}', {"a": Decimal("1000000000000000.3")}),
        (source(TEXTS), "[1e400, 2]", [10**400, 2]),
        (source(TEXTS), "[NaN]", "[NaN]"),
        (source(TEXTS), "[-Infinity]", "[-Infinity]"),
        (source(TEXTS), f"[1e{'9' * 30}]", f"[1e{'9' * 30}]"),
        (source(TEXTS), '["\\ud800"]', '["\\ud800"]'),
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
        (Decimal("1.50"), "1.5"),
        (Decimal("60.0"), "60"),
        (1e22, "10000000000000000000000"),
        (1e-7, "1E-7"),
        ({"a": Decimal("1000000000000000.3")}, '{"a":1000000000000000.3}'),
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
        (destination({"type": "number"}), "1e400", "10e399", True),
        (destination({"type": "number"}), "1e400", "1e401", False),
        (destination({"type": "number"}), "1000000000000000.3", "1000000000000000.2", False),
        (None, "[1.0, 1e2]", "[1,100]", True),
        (None, "[1000000000000000.3]", "[1000000000000000.2]", False),
        (None, "[1e400]", "[1e401]", False),
        (None, '{"a": 60}', {"a": 60.0}, True),
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


@given(NUMBER_TEXTS)
@example("1000000000000000.3")
@example("1e400")
def test_a_number_reaches_the_service_as_exactly_the_number_that_was_written(text: str) -> None:
    assert received(to_api(destination({"type": "number"}), text)) == Decimal(text)
    assert received(to_api(destination(OBJECT), f'{{"a": [{text}]}}')) == {"a": [Decimal(text)]}


@given(RULES, ANY_TEXT)
def test_what_is_sent_can_be_written_as_json(rule: PropertyRule, text: str) -> None:
    assert received({"x": to_api(rule, text)}) is not None


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
