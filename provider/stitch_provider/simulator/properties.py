"""Property values: which are accepted, how they are stored and returned (reference 2.6, 3.5, 8.2, 8.3).

The rules are the same for sources and destinations:

- Scalars are stored as strings. Arrays and objects are stored unchanged.
- Null removes an optional property, but not the frequency, which is never null (A9).
- Read-only properties are refused, unless the form documentation says that the user sets them (A38).
- A boolean is accepted as text, and the text of a boolean as a boolean, if the schema requires it (A37).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import fastjsonschema
import msgspec
from fastjsonschema import JsonSchemaValueException

if TYPE_CHECKING:
    from collections.abc import Callable

    from stitch_provider.catalog.models import DestinationType, Property, SourceType

    ConnectionType: TypeAlias = SourceType | DestinationType

_SCHEDULING: Final = "frequency_in_minutes"
_CRON: Final = "cron_expression"
_PRODUCT: Final = "product"
_FORMATS: Final = {"email": r"^[^@\s]+@[^@\s]+\Z"}
"""Formats that the library checks in another way: an address need not have a dot."""


@dataclass(frozen=True, slots=True)
class Merge:
    """The result of a request's properties: the values to store, or the names of invalid properties, sorted."""

    values: Mapping[str, Any]
    bad: tuple[str, ...]


def merge_properties(
    connection_type: ConnectionType, stored: Mapping[str, Any], given: Mapping[str, Any], *, replace: bool = False
) -> Merge:
    """The stored properties, updated with the given ones. With `replace`, others that the user can set are removed."""
    bad: list[str] = []
    values = dict(stored)
    if replace:
        settable = {each.name for each in connection_type.properties.values() if not is_filled_by_stitch(each)}
        values = {name: value for name, value in values.items() if name not in settable}
    for name, value in given.items():
        rule = connection_type.properties.get(name)
        if rule is None or not _is_accepted(rule, stored.get(name), value):
            bad.append(name)
        elif value is None:
            values.pop(name, None)
        else:
            values[name] = stringify(value)
    return Merge(values, tuple(sorted(bad)))


def fill_properties(
    connection_type: ConnectionType, values: Mapping[str, Any], generate: Callable[[str], str]
) -> dict[str, Any]:
    """The values, with those that Stitch fills in: image version, interval, product and required ones (reference 3.5).

    `generate` creates a value for a property. Values of an oauth step are not filled in, because a person completes
    that step. Only its read-only values are, once all others are provided.
    """
    filled = dict(values)
    interval = connection_type.details.default_scheduling_interval
    for rule in connection_type.properties.values():
        if rule.name in filled:
            continue
        if rule.name == _SCHEDULING:
            filled[rule.name] = str(interval or 60)
        elif rule.name == "image_version":
            filled[rule.name] = connection_type.details.image_version or "1.latest"
        elif rule.name == "encryption_type" and rule.default is not None:
            filled[rule.name] = rule.default
        elif rule.step == "form" and rule.required and is_filled_by_stitch(rule):
            filled[rule.name] = _own_value(rule.name, filled) or generate(rule.name)
    for name in _completed_by_authorization(connection_type, filled):
        filled[name] = generate(name)
    if "image_version" in connection_type.properties:
        filled[_PRODUCT] = "pipeline"
    return filled


def visible_properties(connection_type: ConnectionType, values: Mapping[str, Any], cron: str) -> dict[str, Any]:
    """The values that the API returns: no credentials. A cron expression that is not set is null or absent (A26)."""
    rules = connection_type.properties
    shown = {name: value for name, value in values.items() if name not in rules or not rules[name].credential}
    if cron == "null" and _CRON in rules:
        shown.setdefault(_CRON, None)
    return shown


def is_filled_by_stitch(rule: Property) -> bool:
    """Whether Stitch sets the property if the caller does not."""
    return rule.read_only or rule.property_type == "system_provided_by_default"


def stringify(value: Any) -> Any:
    """A scalar as the string that the API returns; arrays and objects unchanged."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    return value


def conforms(rule: Property, value: Any) -> bool:
    """Whether the value conforms to the property's schema. Without a schema, every string that is not empty does."""
    if value == "":
        return False
    if rule.schema is None:
        return isinstance(value, str)
    try:
        _validator(msgspec.json.encode(rule.schema, order="deterministic"))(value)
    except JsonSchemaValueException:
        return False
    return True


def _is_accepted(rule: Property, stored: Any, value: Any) -> bool:
    if rule.read_only and rule.docs_differs.get("provided_by") != "user":
        return False
    if rule.immutable and stored is not None and stringify(value) != stored:
        return False
    if value is None:
        return not rule.required and rule.name != _SCHEDULING
    return any(conforms(rule, reading) for reading in _readings(rule, value))


def _readings(rule: Property, value: Any) -> tuple[Any, ...]:
    if isinstance(value, bool):
        return (value, stringify(value))
    wanted = (rule.schema or {}).get("type")
    if isinstance(value, str) and wanted == "boolean" and value in {"true", "false"}:
        return (value == "true",)
    if isinstance(value, str) and wanted == "integer" and value.isdecimal():
        return (int(value),)
    return (value,)


def _completed_by_authorization(connection_type: ConnectionType, values: Mapping[str, Any]) -> list[str]:
    missing = [each for each in connection_type.properties.values() if each.required and each.name not in values]
    oauth = [each for each in missing if each.step == "oauth"]
    return [each.name for each in oauth] if all(each.read_only for each in oauth) else []


def _own_value(name: str, values: Mapping[str, Any]) -> str | None:
    service_account = values.get("service_account_credentials")
    if name == "project_id" and isinstance(service_account, dict):
        project = service_account.get("project_id")
        return project if isinstance(project, str) and project else None
    return None


@cache
def _validator(schema: bytes) -> Callable[[Any], Any]:
    return fastjsonschema.compile(msgspec.json.decode(schema), formats=_FORMATS, use_default=False)
