"""Sample values for the properties of any type, for seeds and tests. They are derived from the schemas."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from stitch_provider.simulator.properties import conforms, is_filled_by_stitch

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stitch_provider.catalog.models import DestinationType, Property, SourceType

_CANDIDATES: Final = (
    "example", "2024-01-01T00:00:00Z", "60", "true", "none", "csv", "db.acme.example", "https://acme.example",
    "oncall@acme.example", "stitch-challenge-file-example", "123456789012", "Advertisers", "FULL_TABLE", "REST", "1",
)  # fmt: skip
_BY_NAME: Final[Mapping[str, str]] = {
    "tables": '[{"table_name": "orders", "search_pattern": "orders", "key_properties": "id"}]',
    "port": "5432",
    "account_id": "123456789012",
}


def sample_properties(connection_type: SourceType | DestinationType, *, oauth: bool = True) -> dict[str, Any]:
    """A value for every required property that a caller sets, including those of the oauth step if `oauth` is true."""
    return {
        rule.name: sample_value(rule)
        for rule in connection_type.properties.values()
        if rule.required and not rule.read_only and (rule.step == "form" or oauth)
        if rule.step == "oauth" or not is_filled_by_stitch(rule)
    }


def sample_value(rule: Property) -> Any:
    """A value that conforms to the property's schema.

    Raises:
        LookupError: none of the samples conforms.
    """
    for candidate in (rule.default, *rule.allowed, _BY_NAME.get(rule.name), *_CANDIDATES):
        if candidate is not None and conforms(rule, candidate):
            return candidate
    value = _value_for(rule.schema or {})
    if not conforms(rule, value):
        raise LookupError(f"no sample value for {rule.name}")
    return value


def _value_for(schema: Mapping[str, Any]) -> Any:
    kind = schema.get("type")
    if "enum" in schema:
        return schema["enum"][0]
    if kind == "object":
        wanted = schema.get("required") or schema.get("properties", {})
        return {name: _value_for(schema.get("properties", {}).get(name, {})) for name in wanted}
    if kind == "array":
        return [_value_for(schema.get("items", {}))]
    if kind == "integer":
        return 60
    if kind == "boolean":
        return True
    return "true" if schema.get("pattern") == "^(true|false)$" else "example"
