"""Conversion between the text of a property in Terraform and its JSON value in the Connect API.

Terraform stores all property values as text. The API shows most of them as text too, whatever was sent (reference 3.5);
sources take text, except for lists and objects, and destinations take what the schema of the property says (A37).

A number is sent as exactly the number that its text is, also inside lists and objects: as an integer or a `Decimal`,
never as a float, which can have other digits or be infinite. Text that is no number of JSON, such as `NaN`, stays text,
and the check against the schema refuses it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from decimal import MAX_EMAX, MAX_PREC, MIN_EMIN, Context, Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, NoReturn

import msgspec

from stitch_provider.stitch.timestamps import moment

if TYPE_CHECKING:
    from stitch_provider.stitch.types.rules import PropertyRule

_DATE_TIME = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,6})?(Z|[+-]\d{2}:\d{2})", re.ASCII)
_INTEGER = re.compile(r"-?(0|[1-9]\d*)", re.ASCII)
_LONGEST_INTEGER = 1000
"""A whole number of at most so many digits is sent without an exponent."""

_EXACT = Context(prec=MAX_PREC, Emax=MAX_EMAX, Emin=MIN_EMIN)
_ENCODER = msgspec.json.Encoder(decimal_format="number", order="sorted")
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
    if "number" in types or ("integer" in types and _INTEGER.fullmatch(text)):
        number = _number(text)
        return text if number is None else _simplest(number)
    return text


def to_text(value: Any) -> str:
    """The text that Terraform keeps of a JSON value other than null; lists and objects have sorted keys, no spaces."""
    match value:
        case str():
            return value
        case bool():
            return "true" if value else "false"
        case float() | Decimal():
            return _ENCODER.encode(_simplest(Decimal(str(value)))).decode()
    return _ENCODER.encode(value).decode()


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
        return moment(first) is not None and moment(first) == moment(second)
    container = _container(first)
    return container is not None and to_text(container) == to_text(_container(second))


def schema_types(schema: Mapping[str, Any] | None) -> frozenset[str]:
    """The JSON types that a schema allows, by its `type` and `anyOf`; none for a schema of None."""
    if schema is None:
        return frozenset()
    stated = schema.get("type", ())
    types = frozenset((stated,) if isinstance(stated, str) else stated)
    return types.union(*(schema_types(branch) for branch in schema.get("anyOf", ()) if isinstance(branch, Mapping)))


def _container(text: str) -> Any:
    """The list or object that the text is JSON of, with numbers in their simplest form, or None.

    None also where it cannot be sent: for numbers that JSON does not know, half of a surrogate pair, too deep nesting.
    """
    if not text.lstrip().startswith(("[", "{")):
        return None
    try:
        value = json.loads(text, parse_int=_json_number, parse_float=_json_number, parse_constant=_no_number)
        _ENCODER.encode(value)
    except (ValueError, InvalidOperation, RecursionError):
        return None
    return value


def _json_number(text: str) -> int | Decimal:
    return _simplest(Decimal(text))


def _no_number(text: str) -> NoReturn:
    raise ValueError(text)


def _simplest(number: Decimal) -> int | Decimal:
    """The same number in the one form that all spellings of it have in common."""
    if not number or (number.adjusted() < _LONGEST_INTEGER and number == number.to_integral_value()):
        return int(number)
    return _EXACT.normalize(number)


def _number(text: str) -> Decimal | None:
    """The number that the text is, None for other text and for an exponent beyond all bounds."""
    try:
        return Decimal(text) if _NUMBER.fullmatch(text) else None
    except InvalidOperation:
        return None
