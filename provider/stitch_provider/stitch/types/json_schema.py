r"""Whether a value conforms to the JSON schema of a property.

The API documents the keywords that it uses (reference 3.3). This module implements those. A schema with others is
checked without them: what they require is left to the service. A library for all of JSON Schema would be a fifth of the
size of the provider with its interpreter, or generate code from what the service sends.

Regular expressions are those of ECMAScript: `$` matches only at the end, and `\d` only ASCII digits.
"""

from __future__ import annotations

import re
import socket
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal, TypeAlias

import msgspec
from msgspec import Struct, field

AnySchema: TypeAlias = "Schema | bool"
"""`True` accepts every value, `False` none."""

JsonType: TypeAlias = Literal["array", "boolean", "integer", "null", "number", "object", "string"]


class Schema(Struct, frozen=True):
    """A schema. An attribute that is None requires nothing."""

    type: JsonType | tuple[JsonType, ...] | None = None
    enum: tuple[Any, ...] | None = None
    any_of: tuple[AnySchema, ...] | None = field(default=None, name="anyOf")
    pattern: str | None = None
    format: str | None = None
    items: AnySchema = True
    properties: Mapping[str, AnySchema] = {}
    required: tuple[str, ...] = ()
    additional_properties: AnySchema = field(default=True, name="additionalProperties")

    def __post_init__(self) -> None:
        """Raises ValueError for an invalid regular expression."""
        if self.pattern is not None:
            try:
                _regular_expression(self.pattern)
            except re.error as failure:
                raise ValueError(f"invalid pattern: {failure}") from None


def parse(schema: Mapping[str, Any]) -> Schema | None:
    """The schema, or None if it is not valid."""
    try:
        return msgspec.convert(schema, Schema)
    except msgspec.ValidationError:
        return None


def conforms(schema: AnySchema, value: Any) -> bool:
    """Whether the schema accepts a JSON value, whose numbers are `int`, `float` or `Decimal`."""
    if isinstance(schema, bool):
        return schema
    return (
        _has_type(schema, value)
        and (schema.enum is None or any(_equal(each, value) for each in schema.enum))
        and (schema.any_of is None or any(conforms(each, value) for each in schema.any_of))
        and _conforms_inside(schema, value)
    )


def _conforms_inside(schema: Schema, value: Any) -> bool:
    match value:
        case str():
            return (schema.pattern is None or _regular_expression(schema.pattern).search(value) is not None) and (
                _has_format(schema.format, value)
            )
        case Mapping():
            return all(name in value for name in schema.required) and all(
                conforms(schema.properties.get(name, schema.additional_properties), each)
                for name, each in value.items()
            )
        case Sequence():
            return all(conforms(schema.items, each) for each in value)
    return True


def _has_type(schema: Schema, value: Any) -> bool:
    if schema.type is None:
        return True
    types = _types(value)
    return schema.type in types if isinstance(schema.type, str) else not types.isdisjoint(schema.type)


def _types(value: Any) -> frozenset[str]:
    match value:
        case bool():
            return frozenset({"boolean"})
        case int():
            return frozenset({"integer", "number"})
        case float():
            return frozenset({"integer", "number"} if value.is_integer() else {"number"})
        case Decimal():
            return frozenset({"integer", "number"} if value == value.to_integral_value() else {"number"})
        case str():
            return frozenset({"string"})
        case Mapping():
            return frozenset({"object"})
        case Sequence():
            return frozenset({"array"})
    return frozenset({"null"})


def _equal(one: Any, other: Any) -> bool:
    """Python takes booleans for numbers; JSON does not."""
    return isinstance(one, bool) == isinstance(other, bool) and bool(one == other)


_LAST = re.compile(r"(\\.|\[(?:\\.|[^\]])*\])|\$", re.DOTALL)
r"""A `$` of a regular expression, or what it can be part of: an escape sequence or a set of characters."""


def _regular_expression(pattern: str) -> re.Pattern[str]:
    """The module `re` keeps the regular expressions that were compiled last."""
    return re.compile(_LAST.sub(lambda found: found[1] or r"\Z", pattern), re.ASCII)


_DATE_TIME = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)", re.ASCII)
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_LABEL = r"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_HOST_NAME = re.compile(rf"(?=.{{1,253}}\Z){_LABEL}(\.{_LABEL})*")
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_EMAIL = re.compile(rf"{_ATOM}(\.{_ATOM})*@{_LABEL}(\.{_LABEL})*")
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:([A-Za-z0-9:/?#\[\]@!$&'()*+,;=._~-]|%[0-9A-Fa-f]{2})*")


def _has_format(name: str | None, value: str) -> bool:
    """Formats that are not listed here accept every text."""
    match name:
        case "ipv4":
            return _is_address(socket.AF_INET, value)
        case "ipv6":
            return _is_address(socket.AF_INET6, value)
        case "hostname":
            return _HOST_NAME.fullmatch(value) is not None
        case "email":
            return _EMAIL.fullmatch(value) is not None
        case "uri":
            return _URI.fullmatch(value) is not None
        case "date-time":
            return _DATE_TIME.fullmatch(value) is not None and _is_moment(value)
        case "date":
            return _DATE.fullmatch(value) is not None and _is_day(value)
    return True


def _is_address(family: socket.AddressFamily, value: str) -> bool:
    try:
        socket.inet_pton(family, value)
    except (OSError, ValueError):
        return False
    return True


def _is_moment(value: str) -> bool:
    try:
        datetime.fromisoformat(value.upper())
    except ValueError:
        return False
    return True


def _is_day(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True
