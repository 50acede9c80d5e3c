"""Checks of a configuration against the rules of its type.

Values that are unknown or null are skipped, and no text contains a value. What is missing is checked in
`completeness`.

What the service's rules forbid is an error. What only the catalog forbids is a warning, as the catalog may be out of
date. A schedule or a credential in the wrong place is an error in both cases. An empty property is an error by the
service's rules only, because an import takes over those that old sources have (A53).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

import msgspec
from msgspec.structs import replace

from stitch_provider.stitch.types.coerce import to_api, to_typed
from stitch_provider.stitch.types.expectation import expectation
from stitch_provider.stitch.types.json_schema import conforms, parse
from stitch_provider.stitch.types.naming import nearest_type, pointer
from stitch_provider.terraform.diagnostics import Diagnostic, error, warning
from stitch_provider.terraform.schema.suggestions import nearest
from stitch_provider.terraform.values.path import Path
from stitch_provider.terraform.values.value import Unknown, known

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from stitch_provider.stitch.types.json_schema import Schema
    from stitch_provider.stitch.types.rules import Noun, PropertyRule, TypeRules

Properties: TypeAlias = Mapping[str, "str | Unknown | None"] | Unknown | None
"""A map attribute of a configuration."""

TYPE = Path.of("type")
PROPERTIES = Path.of("properties")
CREDENTIALS = Path.of("credentials")
CREDENTIALS_WO = Path.of("credentials_wo")

SCHEDULE = {
    "frequency_in_minutes": "schedule = { frequency_minutes = ... }",
    "anchor_time": "schedule = { frequency_minutes = ..., anchor_time = ... }",
    "cron_expression": "schedule = { cron = ... }",
}
"""The properties of sources that the attribute `schedule` sets, and how to write them there."""

_FROM_CATALOG = (
    " This comes from the catalog of the provider, which may be out of date. If Stitch accepts the configuration, "
    "ignore this warning."
)


def check_type(rules: TypeRules) -> Iterator[Diagnostic]:
    """What is wrong with the type itself, at the path `type`.

    A type without rules (origin `none`) is a warning, as Stitch may have types that the catalog lacks.
    """
    if rules.origin == "none":
        yield warning(
            f"Unknown {rules.noun} type",
            f"The catalog of the provider does not contain the {rules.noun} type "
            f'"{rules.type}".{nearest_type(rules.type, (rules.noun,))} If Stitch has this type, ignore this warning.',
            TYPE,
        )
    elif rules.access is False:
        successor = f' Use "{rules.successor}" instead.' if rules.successor else ""
        reason = (
            f": it is {rules.pipeline_state}, and Stitch enables such types only on request" if rules.on_request else ""
        )
        account = (
            "According to Stitch, this account"
            if rules.origin == "service"
            else "According to the catalog of the provider, your account"
        )
        yield warning(
            f"{rules.noun.capitalize()} type not available",
            f'{account} cannot create a {rules.noun} of the type "{rules.type}"{reason}.{successor}',
            TYPE,
        )


def unknown_type(noun: Noun, type_name: str) -> Diagnostic:
    """The error for a type that neither the service nor the catalog has."""
    similar = nearest_type(type_name, (noun,))
    return error(
        f"No such {noun} type",
        f'Stitch has no {noun} type "{type_name}".{similar} The data source '
        f'stitch_{noun}_types lists the types, and the command "terraform-provider-stitch types" lists those of the '
        "catalog.",
        TYPE,
    )


def check_properties(
    rules: TypeRules, properties: Properties, credentials: Properties = None, credentials_wo: Properties = None
) -> tuple[Diagnostic, ...]:
    """What is wrong with what is configured, each at its key, such as `properties["port"]`."""
    declared = places(properties, credentials, credentials_wo)
    return (
        *(pointing(rules, found) for path, values in declared for found in _check_map(rules, path, values)),
        *_check_twice(declared),
    )


def pointing(rules: TypeRules, diagnostic: Diagnostic) -> Diagnostic:
    """The diagnostic with a sentence at its end that says where the properties of the type are described."""
    return replace(diagnostic, detail=f"{diagnostic.detail}{pointer(rules)}")


def places(*maps: Properties) -> tuple[tuple[Path, Mapping[str, str | Unknown | None]], ...]:
    """The maps `properties`, `credentials` and `credentials_wo` that are neither null nor unknown, with their paths."""
    paths = (PROPERTIES, CREDENTIALS, CREDENTIALS_WO)
    return tuple((path, values) for path, values in zip(paths, maps, strict=True) if known(values))


def _check_map(rules: TypeRules, attribute: Path, values: Mapping[str, str | Unknown | None]) -> Iterator[Diagnostic]:
    for name, value in values.items():
        path = attribute.key(name)
        rule = rules.properties.get(name)
        if value is None:
            continue
        if rules.noun == "source" and name in SCHEDULE:
            yield error(
                "Schedule among the properties",
                f'Set "{name}" with the attribute schedule instead: {SCHEDULE[name]}.',
                path,
            )
        elif rule is None:
            yield from _check_unknown_name(rules, name, path)
            yield from _check_empty(rules, name, value, attribute)
        else:
            yield from _check_place(rules, rule, attribute, path)
            yield from _check_empty(rules, name, value, attribute) or _check_value(rules, rule, value, path)


def _check_unknown_name(rules: TypeRules, name: str, path: Path) -> Iterator[Diagnostic]:
    if rules.origin != "none":
        hint = nearest(name, rules.settable.difference(SCHEDULE if rules.noun == "source" else ()))
        yield verdict(rules, "Unknown property", f'The type "{rules.type}" has no property "{name}".{hint}', path)


def _check_place(rules: TypeRules, rule: PropertyRule, attribute: Path, path: Path) -> Iterator[Diagnostic]:
    if rule.read_only and not rule.disputed:
        yield verdict(rules, "Read-only property", f'Only Stitch can set "{rule.name}". Remove it.', path)
    elif rule.read_only:
        detail = (
            f'Stitch lists "{rule.name}" as a property that only Stitch can set, but its documentation describes '
            "it as set by users. The provider sends it. If Stitch refuses it, remove it."
        )
        yield warning("Property that Stitch may refuse", detail, path)
    elif rule.credential and attribute == PROPERTIES:
        detail = (
            f'"{rule.name}" is a credential of the type "{rules.type}". Move it to credentials_wo, which is stored '
            "in no plan and no state (Terraform or OpenTofu 1.11 or newer), or to credentials, which is stored in the "
            "state as a sensitive value."
        )
        yield error("Credential among the properties", detail, path)
    elif not rule.credential and attribute != PROPERTIES:
        detail = (
            f'"{rule.name}" is not a credential of the type "{rules.type}". Move it to properties, where a change made '
            "in the web application is detected."
        )
        yield warning("Property among the credentials", detail, path)


def _check_empty(rules: TypeRules, name: str, value: str | Unknown, attribute: Path) -> tuple[Diagnostic, ...]:
    if value != "":
        return ()
    path = attribute.key(name)
    detail = f'Stitch does not accept an empty value. To leave "{name}" unset, remove the key or set it to null.'
    if attribute != PROPERTIES or rules.origin == "service":
        return (error("Empty value", detail, path),)
    kept = f" Only a {rules.noun} that already has this value can keep it."
    return (warning("Empty value", detail + kept, path),)


def _check_value(rules: TypeRules, rule: PropertyRule, value: str | Unknown, path: Path) -> Iterator[Diagnostic]:
    if isinstance(value, Unknown):
        return
    if rule.schema is not None and not fits(rule, value):
        yield verdict(rules, "Invalid value", f'"{rule.name}" must be {expectation(rule.schema)}.', path)
    elif rule.allowed and value not in rule.allowed:
        words = ", ".join(f'"{word}"' for word in rule.allowed)
        yield warning(
            "Undocumented value",
            f'"{rule.name}" has a value that the documentation of Stitch does not mention. Documented values: {words}.',
            path,
        )


def verdict(rules: TypeRules, summary: str, detail: str, path: Path) -> Diagnostic:
    """What the rules forbid: an error where the service states them."""
    return error(summary, detail, path) if rules.origin == "service" else warning(summary, detail + _FROM_CATALOG, path)


def _check_twice(places: Iterable[tuple[Path, Mapping[str, str | Unknown | None]]]) -> Iterator[Diagnostic]:
    first: dict[str, Path] = {}
    for attribute, values in places:
        for name in (name for name, value in values.items() if value is not None):
            path = attribute.key(name)
            if first.setdefault(name, path) != path:
                yield error("Property set twice", f'"{name}" is also set in {first[name]}. Remove one of them.', path)


def fits(rule: PropertyRule, value: str) -> bool:
    """Whether the schema accepts what is sent. Sources send numbers and booleans as text, whatever it says.

    Only the service checks a property whose schema cannot be used.
    """
    if rule.schema is None:
        return True
    parsed = _parse(msgspec.json.encode(rule.schema, order="deterministic"))
    return parsed is None or conforms(parsed, to_api(rule, value)) or conforms(parsed, to_typed(rule.schema, value))


@lru_cache(maxsize=1024)
def _parse(schema: bytes) -> Schema | None:
    return parse(msgspec.json.decode(schema))
