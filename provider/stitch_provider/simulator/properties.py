"""Property values: what is accepted, what is stored, what comes back (reference 2.6, 3.5, 8.2, 8.3).

Sources and destinations share these rules. Stored are strings for all scalars; arrays and objects stay as they are.
Null removes an optional property (A9). Read-only properties are refused, but for those that the form documentation
gives to the user (A38). Booleans and their texts are taken for one another where the schema wants only one of them
(A37).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeAlias

import msgspec

if TYPE_CHECKING:
    from collections.abc import Callable

    from stitch_provider.catalog.models import DestinationType, Property, SourceType

    ConnectionType: TypeAlias = SourceType | DestinationType

_SCHEDULING: Final = "frequency_in_minutes"
_CRON: Final = "cron_expression"
_PRODUCT: Final = "product"


class Validator(Protocol):
    """A compiled JSON Schema."""

    def is_valid(self, instance: Any) -> bool:
        """Whether the value conforms."""
        ...


@dataclass(frozen=True, slots=True)
class Merge:
    """What came of a request's properties: the values to store, or the names of the bad ones, sorted."""

    values: Mapping[str, Any]
    bad: tuple[str, ...]


def merge_properties(
    connection_type: ConnectionType, stored: Mapping[str, Any], given: Mapping[str, Any], *, replace: bool = False
) -> Merge:
    """The stored properties with the given ones over them; `replace` drops settable ones that are not given."""
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
    connection_type: ConnectionType, values: Mapping[str, Any], invent: Callable[[str], str]
) -> dict[str, Any]:
    """The values with what Stitch fills in: image version, interval, product, required ones of its own (reference 3.5).

    `invent` makes a value for a property. The values of an oauth step stay open, as a person completes that step;
    only its read-only values follow by themselves once all others are there.
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
            filled[rule.name] = _own_value(rule.name, filled) or invent(rule.name)
    for name in _due_at_authorization(connection_type, filled):
        filled[name] = invent(name)
    if "image_version" in connection_type.properties:
        filled[_PRODUCT] = "pipeline"
    return filled


def shown_properties(connection_type: ConnectionType, values: Mapping[str, Any], cron: str) -> dict[str, Any]:
    """What the API returns of stored values: no credentials; an unset cron expression null or absent (A26)."""
    rules = connection_type.properties
    shown = {name: value for name, value in values.items() if name not in rules or not rules[name].credential}
    if cron == "null" and _CRON in rules:
        shown.setdefault(_CRON, None)
    return shown


def is_filled_by_stitch(rule: Property) -> bool:
    """Whether Stitch sets the property unless the caller does."""
    return rule.read_only or rule.property_type == "system_provided_by_default"


def stringify(value: Any) -> Any:
    """A scalar as the string that comes back; arrays and objects unchanged."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    return value


def conforms(rule: Property, value: Any) -> bool:
    """Whether the property's schema takes the value; without a schema every string that is not empty will do."""
    if value == "":
        return False
    if rule.schema is None:
        return isinstance(value, str)
    return _validator(msgspec.json.encode(rule.schema, order="deterministic")).is_valid(value)


def _is_accepted(rule: Property, stored: Any, value: Any) -> bool:
    if rule.read_only and rule.docs_differs.get("provided_by") != "user":
        return False
    if rule.immutable and stored is not None and stringify(value) != stored:
        return False
    if value is None:
        return not rule.required
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


def _due_at_authorization(connection_type: ConnectionType, values: Mapping[str, Any]) -> list[str]:
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
def _validator(schema: bytes) -> Validator:
    import jsonschema_rs

    return jsonschema_rs.Draft7Validator(msgspec.json.decode(schema), validate_formats=True)
