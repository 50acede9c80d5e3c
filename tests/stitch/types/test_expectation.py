from typing import Any

import pytest

from stitch_provider import catalog
from stitch_provider.stitch.types.expectation import expectation


@pytest.mark.parametrize(
    ("schema", "words"),
    [
        ({"type": "string"}, "text"),
        ({"type": "boolean"}, '"true" or "false"'),
        ({"type": "integer"}, "a whole number"),
        ({"type": ["integer", "null"]}, "a whole number or null"),
        ({"type": "string", "format": "email"}, "an email address"),
        ({"type": "string", "format": "date-time"}, 'a date and time such as "2024-01-01T00:00:00Z"'),
        ({"type": "string", "enum": ["Agencies", "Partners"]}, '"Agencies" or "Partners"'),
        ({"type": "string", "pattern": "^(true|false)$"}, '"true" or "false"'),
        ({"type": "string", "pattern": "^(true|false)"}, '"true" or "false"'),
        ({"type": "string", "pattern": "^1|2$"}, '"1" or "2"'),
        ({"type": "string", "pattern": "^30$|^60$|^360$"}, '"30", "60" or "360"'),
        ({"type": "string", "pattern": r"^\d+"}, "a whole number"),
        (
            {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}T00:00:00Z$"},
            'a day that starts at midnight UTC, such as "2024-01-01T00:00:00Z"',
        ),
        ({"type": "string", "pattern": "^[a-f]+$"}, "text that matches the regular expression ^[a-f]+$"),
        (
            {"anyOf": [{"type": "string", "format": "ipv4"}, {"type": "string", "format": "hostname"}]},
            "an IPv4 address or a host name",
        ),
        ({"anyOf": [{"type": "integer"}, {"type": "string", "pattern": r"^\d+$"}]}, "a whole number"),
        ({"type": "array", "items": {"type": "string"}}, 'a JSON list of texts, such as ["one", "two"]'),
        (
            {"type": "array", "items": {"type": "object", "properties": {"id": {}, "name": {}}, "required": ["id"]}},
            "a JSON list of objects with the keys id and optionally name",
        ),
        ({"type": "object", "required": ["a", "b"]}, "a JSON object with the keys a, b"),
        ({"type": "array"}, "a JSON list"),
        ({"type": "array", "items": {"type": "integer"}}, "a JSON list"),
        ({"type": "string", "format": "color"}, "text"),
        ({}, "another value"),
        ({"enum": [1]}, '"1"'),
        ({"enum": []}, "another value"),
    ],
)
def test_a_schema_is_described_in_words(schema: dict[str, Any], words: str) -> None:
    assert expectation(schema) == words


def test_no_schema_of_the_catalog_but_one_is_described_by_a_regular_expression() -> None:
    types = [*catalog.source_types().values(), *catalog.destination_types().values()]
    schemas = [prop.schema for each in types for prop in each.properties.values() if prop.schema is not None]
    obscure = {words for words in map(expectation, schemas) if "regular expression" in words}
    assert obscure == {"text that matches the regular expression ^([1-9]|[12][0-9]|30|60|90)$"}
