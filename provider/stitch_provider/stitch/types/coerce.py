"""Between the text that Terraform keeps of a property and the JSON value that the Connect API takes or shows.

Terraform has all property values as text. The API shows most of them as text too, whatever was sent (reference 3.5);
sources take text but for lists and objects, destinations what the schema of the property says (A37).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from stitch_provider.stitch.types.rules import PropertyRule

_DATE_TIME = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,6})?(Z|[+-]\d{2}:\d{2})", re.ASCII)
_INTEGER = re.compile(r"-?(0|[1-9]\d*)", re.ASCII)
_NUMBER = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?", re.ASCII)


def to_api(rule: PropertyRule | None, text: str) -> Any:
    """The JSON value to send for `text`; the text itself where there is no rule or where it does not fit the rule."""
    if rule is None:
        return text
    types = schema_types(rule.schema)
    if types & {"array", "object"}:
        value = _container(text)
        if (isinstance(value, list) and "array" in types) or (isinstance(value, dict) and "object" in types):
            return value
    return to_typed(rule.schema, text) if rule.typed else text


def to_typed(schema: Mapping[str, Any] | None, text: str) -> Any:
    """The boolean or number that a schema without text wants, or else the text itself."""
    types = schema_types(schema)
    if "string" in types:
        return text
    if "boolean" in types and text in {"true", "false"}:
        return text == "true"
    if types & {"integer", "number"} and _INTEGER.fullmatch(text):
        return int(text)
    if "number" in types and _NUMBER.fullmatch(text):
        return float(text)
    return text


def to_text(value: Any) -> str:
    """The text that Terraform keeps of a JSON value other than null; lists and objects as by `jsonencode`."""
    match value:
        case str():
            return value
        case bool():
            return "true" if value else "false"
        case float() if value.is_integer():
            return str(int(value))
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def same(rule: PropertyRule | None, one: Any, other: Any) -> bool:
    """Whether two values of a property, as text or as JSON, mean the same.

    They do as equal text, as equal JSON lists or objects, as the same moment written with or without a fraction of a
    second, and as equal numbers where the schema wants a number.
    """
    first, second = to_text(one), to_text(other)
    if first == second:
        return True
    if schema_types(rule.schema if rule else None) & {"integer", "number"} and _number(first) is not None:
        return _number(first) == _number(second)
    if _DATE_TIME.fullmatch(first) and _DATE_TIME.fullmatch(second):
        return _moment(first) is not None and _moment(first) == _moment(second)
    container = _container(first)
    return container is not None and to_text(container) == to_text(_container(second))


def schema_types(schema: Mapping[str, Any] | None) -> frozenset[str]:
    """The JSON types that a schema lets through, as far as `type` and `anyOf` tell; none for a schema of None."""
    if schema is None:
        return frozenset()
    stated = schema.get("type", ())
    types = frozenset((stated,) if isinstance(stated, str) else stated)
    return types.union(*(schema_types(branch) for branch in schema.get("anyOf", ()) if isinstance(branch, Mapping)))


def _container(text: str) -> Any:
    """The list or object that the text is JSON of, or None."""
    if not text.lstrip().startswith(("[", "{")):
        return None
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text) if _NUMBER.fullmatch(text) else None
    except InvalidOperation:
        return None


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None
