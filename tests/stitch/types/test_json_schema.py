from __future__ import annotations

from decimal import Decimal
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stitch_provider import catalog
from stitch_provider.stitch.types.json_schema import conforms, parse

TYPES = [*catalog.source_types().values(), *catalog.destination_types().values()]
SCHEMAS = list({str(prop.schema): prop.schema for each in TYPES for prop in each.property_list if prop.schema}.values())
"""The schemas of the catalog, each once."""

FORMATS = [{"format": name} for name in ("ipv4", "ipv6", "hostname", "email", "uri", "date-time", "date", "unknown")]
OTHERS: list[dict[str, Any]] = [
    {"enum": [1, "a", None, {"a": [1]}]},
    {"enum": [True]},
    {"type": ["string", "null"], "pattern": r"^\d\$$"},
    {"pattern": "[$]"},
    {"type": "object", "properties": {"a": {"type": "string"}}, "additionalProperties": False, "required": ["a"]},
    {"additionalProperties": {"type": "integer"}},
    {"items": {"anyOf": [{"type": "number"}, {"type": "boolean"}]}},
    {"items": False},
]

TEXTS = (
    "", " ", "a", "1", "12", "007", "1.5", "1a", "-1", "1\n", "\u0663", "365", "100", "101", "30", "60", "1440",
    "true", "false", "True", "trueish", "REST", "LOG_BASED", "csv", "jsonl", "ssh", "1$", "2$", "$",
    "127.0.0.1", "256.1.1.1", "01.2.3.4", "1.2.3", "::1", "fe80::1%eth0", "::ffff:1.2.3.4", "2001:db8::1", "1::2::3",
    "example.com", "a_b.com", "-a.com", "a-.com", f"{'a' * 64}.com", f"{'a.' * 126}aa", "host", "a..b", "\xfcber.de",
    "http://x", "https://example.com/path?x=1#y", "example.com/path", "foo:bar", "http:// x", "HTTP://X", "//x",
    "http://[::1]:80/", "http://x/%zz", "http://x/%20", "mailto:a@b.c", "stitch-challenge-file-1",
    "a@b", "a@b.c", "a@b@c", "@b.c", "a b@c.de", "a..b@c.de", "a@b_c.de", "a+b@c.de", "a@",
    "2024-01-01T00:00:00Z", "2024-01-01t00:00:00z", "2024-02-31T00:00:00Z", "2024-13-01T00:00:00Z", "2024-01-01",
    "2024-01-01T00:00:00", "2024-01-01T00:00:00+01:00", "2024-01-01T00:00:00+0100", "2024-01-01T25:00:00Z",
    "2024-01-01T00:00:60Z", "2024-01-01T00:00:00.123Z", "2024-01-01T00:00:00Z\n", "20240101T000000Z", "2024-1-1",
    "2024-02-30", "2024-02-29", "2024-01-01T00:00:00.1234567891Z", "2024-01-01 00:00:00Z",
)  # fmt: skip
OTHER_VALUES: tuple[Any, ...] = (
    1, 1.0, 1.5, 0, -1, 10**30, True, False, None, [], ["a"], [1], [1, True], [None], {}, [{}], {"a": "x"}, {"a": 1},
    {"a": [1]}, {"a": "x", "b": 1}, [{"name": "x", "id": "1"}], [{"customerId": "1", "loginCustomerId": "2"}],
)  # fmt: skip

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text("$a1.-:/@T"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("ab"), inner),
    max_leaves=5,
)


def accepted(schema: dict[str, Any], value: Any) -> bool:
    parsed = parse(schema)
    assert parsed is not None
    return conforms(parsed, value)


@pytest.mark.parametrize("schema", [*SCHEMAS, *FORMATS, *OTHERS], ids=str)
def test_the_same_values_are_accepted_as_by_a_complete_implementation(schema: dict[str, Any]) -> None:
    validator = jsonschema_rs.Draft7Validator(schema, validate_formats=True)
    values = (*TEXTS, *OTHER_VALUES)
    assert [each for each in values if accepted(schema, each) != validator.is_valid(each)] == []


@given(schema=st.sampled_from([*SCHEMAS, *OTHERS]), value=JSON)
def test_the_same_random_values_are_accepted_as_by_a_complete_implementation(
    schema: dict[str, Any], value: Any
) -> None:
    validator = jsonschema_rs.Draft7Validator(schema, validate_formats=True)
    assert accepted(schema, value) == validator.is_valid(value)


@pytest.mark.parametrize(
    ("number", "types"), [("1", {"integer", "number"}), ("1.5", {"number"}), ("1e400", {"integer", "number"})]
)
def test_an_exact_number_has_the_type_of_its_value(number: str, types: set[str]) -> None:
    found = {name for name in ("integer", "number", "string") if accepted({"type": name}, Decimal(number))}
    assert found == types


def test_keywords_that_are_not_implemented_are_left_to_the_service() -> None:
    assert accepted({"$ref": "https://example.com/schema", "maxLength": 1}, "anything")


@pytest.mark.parametrize(
    "schema",
    [{"type": "nonsense"}, {"type": 5}, {"pattern": "("}, {"properties": 5}, {"anyOf": [5]}, {"required": "a"}],
)
def test_a_schema_that_is_not_valid_is_not_used(schema: dict[str, Any]) -> None:
    assert parse(schema) is None
