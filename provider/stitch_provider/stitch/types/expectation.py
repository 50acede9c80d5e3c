"""Describes in words which values a JSON schema allows."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_FORMATS = {
    "date-time": 'a date and time such as "2024-01-01T00:00:00Z"',
    "date": 'a date such as "2024-01-01"',
    "hostname": "a host name",
    "ipv4": "an IPv4 address",
    "ipv6": "an IPv6 address",
    "uri": 'an address such as "https://example.com"',
    "email": "an email address",
}

_PATTERNS = {
    r"^\d{4}-\d{2}-\d{2}T00:00:00Z$": 'a day that starts at midnight UTC, such as "2024-01-01T00:00:00Z"',
    r"^\d+$": "a whole number",
    r"^\d+": "a whole number",
    r"^\d+.?\d*$": "a number",
    r"^[0-9]{12}$": "a number of 12 digits",
    r"^(\d|[1-9]\d|100)$": "a whole number from 0 to 100",
    r"^stitch-challenge-file-.*$": 'text that starts with "stitch-challenge-file-"',
}

_ALTERNATIVES = re.compile(r"\^\(([\w|]+)\)\$?|((?:\^?\w+\$?\|)+\^?\w+\$?)", re.ASCII)

_TYPES = {
    "boolean": '"true" or "false"',
    "integer": "a whole number",
    "number": "a number",
    "array": "a JSON list",
    "object": "a JSON object",
    "string": "text",
}


def expectation(schema: Mapping[str, Any]) -> str:
    """A few words, such as `a host name or an IPv4 address`; `another value` for a schema in no known form."""
    branches = [branch for branch in schema.get("anyOf", ()) if isinstance(branch, Mapping)]
    if branches:
        return _either(list(dict.fromkeys(map(expectation, branches))))
    if isinstance(schema.get("enum"), list) and schema["enum"]:
        return _choice(list(map(str, schema["enum"])))
    if isinstance(schema.get("pattern"), str):
        return _pattern(schema["pattern"])
    if schema.get("format") in _FORMATS:
        return _FORMATS[schema["format"]]
    stated = schema.get("type")
    types = [stated] if isinstance(stated, str) else stated or []
    if types == ["array"]:
        return f"a JSON list{_elements(schema.get('items'))}"
    if types == ["object"]:
        return f"a JSON object{_keys(schema)}"
    return _either([_TYPES.get(each, each) for each in types]) if types else "another value"


def takes(schema: Mapping[str, Any] | None, allowed: tuple[str, ...] = ()) -> str:
    """What a property takes: the documented values, those of the schema if there is one, or `text`."""
    if allowed:
        return _choice(list(allowed))
    return expectation(schema) if schema else "text"


def alternatives(schema: Mapping[str, Any]) -> tuple[str, ...]:
    """The values that an enumeration or a pattern of the schema lists; () if it accepts others."""
    if isinstance(schema.get("enum"), list):
        return tuple(map(str, schema["enum"]))
    return _words(schema["pattern"]) if isinstance(schema.get("pattern"), str) else ()


def _words(pattern: str) -> tuple[str, ...]:
    """The words of a pattern that consists of alternatives, such as `^(csv|jsonl)$`."""
    found = _ALTERNATIVES.fullmatch(pattern)
    return tuple(each.strip("^$") for each in (found[1] or found[2]).split("|")) if found else ()


def _pattern(pattern: str) -> str:
    if pattern in _PATTERNS:
        return _PATTERNS[pattern]
    words = _words(pattern)
    return _choice(list(words)) if words else f"text that matches the regular expression {pattern}"


def _choice(words: list[str]) -> str:
    return _either([f'"{word}"'.replace("\t", "\\t") for word in words])


def _either(words: list[str]) -> str:
    return " or ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def _elements(items: Any) -> str:
    if not isinstance(items, Mapping):
        return ""
    if items.get("type") == "object":
        return f" of objects{_keys(items)}"
    return ' of texts, such as ["one", "two"]' if items.get("type") == "string" else ""


def _keys(schema: Mapping[str, Any]) -> str:
    known = list(schema.get("properties") or ())
    required = [name for name in schema.get("required") or () if isinstance(name, str)]
    optional = [name for name in known if name not in required]
    parts = [f"the keys {', '.join(required)}"] if required else []
    if optional:
        parts.append(f"optionally {', '.join(optional)}")
    return f" with {' and '.join(parts)}" if parts else ""
