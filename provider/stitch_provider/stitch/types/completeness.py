"""Checks of what a configuration leaves out, against the rules of its type.

`check_complete` applies only to a plan that creates, as an existing object may have been completed elsewhere, and
`check_unset` to one that updates.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from stitch_provider.stitch.types.check import PROPERTIES, TYPE, Properties, places, pointing, verdict
from stitch_provider.terraform.diagnostics import Diagnostic, warning
from stitch_provider.terraform.values.value import Unknown

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from stitch_provider.stitch.types.rules import PropertyRule, TypeRules
    from stitch_provider.terraform.values.path import Path

_FILLED_BY_STITCH = frozenset({"encryption_type", "frequency_in_minutes", "anchor_time", "image_version"})
"""Properties that Stitch fills in where the caller does not (reference 3.5)."""


def check_complete(
    rules: TypeRules, properties: Properties, credentials: Properties = None, credentials_wo: Properties = None
) -> tuple[Diagnostic, ...]:
    """Warnings about what keeps a source or destination with this configuration from being fully configured.

    A missing property is no error: a source is created without it and stays at the step (reference 2.6). For
    destinations this is not documented (reference 2.4, A7).
    """
    if any(isinstance(values, Unknown) for values in (properties, credentials, credentials_wo)):
        return ()
    declared = places(properties, credentials, credentials_wo)
    given = {name for _, values in declared for name, value in values.items() if value is not None}
    return tuple(pointing(rules, found) for found in (*_check_form(rules, given), *_check_oauth(rules, given)))


def check_unset(rules: TypeRules, unset: Iterable[tuple[Path, Collection[str]]]) -> Iterator[Diagnostic]:
    """What is wrong with unsetting these properties and credentials, which attributes no longer declare.

    A type requires some: unsetting them is an error. For other credentials there is a warning, as the cause may be no
    more than a variable without a value, and Terraform shows no names of credentials.
    """
    for attribute, names in unset:
        required = [name for name in sorted(names) if name in rules.properties and is_needed(rules.properties[name])]
        others = sorted(set(names).difference(required))
        if required:
            detail = _left_out(rules, attribute, required)
            yield pointing(rules, verdict(rules, "Required property left out", detail, attribute))
        if others and attribute != PROPERTIES:
            detail = (
                f"{attribute} no longer sets {_quoted(others)}, so the apply unsets this in Stitch. To keep the "
                f"credentials in Stitch, remove the whole attribute {attribute}."
            )
            yield warning("Credential will be unset", detail, attribute)


def _check_form(rules: TypeRules, given: set[str]) -> Iterator[Diagnostic]:
    missing = [
        _with_default(rule)
        for rule in rules.properties.values()
        if rule.step != "oauth" and is_needed(rule) and rule.name not in given
    ]
    if missing:
        them, secret = ("it", "it is secret") if len(missing) == 1 else ("them", "they are secret")
        detail = (
            f'The type "{rules.type}" requires {", ".join(missing)}. Without {them}, the {rules.noun} is created but '
            f'stays at the step "form". Set {them} in properties or, if {secret}, in credentials_wo.'
        )
        yield warning("Missing required properties", detail, PROPERTIES)


def _check_oauth(rules: TypeRules, given: set[str]) -> Iterator[Diagnostic]:
    required = [rule for rule in rules.properties.values() if rule.step == "oauth" and _to_be_given(rule)]
    missing = [rule for rule in required if rule.name not in given]
    if "oauth" not in rules.steps or not missing:
        return
    names = ", ".join(f'"{rule.name}"' for rule in missing)
    own_client = [rule for rule in required if rule.system_provided_by_default] or required
    if any(rule.name in given for rule in own_client):
        detail = (
            f'The step "oauth" of the type "{rules.type}" also requires {names}. Set all properties of the step, or '
            f"none and authorize the {rules.noun} in the Stitch web application. With only some of them, the "
            f"{rules.noun} cannot be used."
        )
        yield warning("Incomplete authorization", detail, PROPERTIES)
    else:
        own = f" To use your own OAuth client instead, set {names}." if rules.own_client else ""
        detail = (
            f'The type "{rules.type}" has a step "oauth". Once the {rules.noun} is created, open it in the Stitch '
            f"web application and authorize it.{own}"
        )
        yield warning("Authorization required", detail, TYPE)


def _left_out(rules: TypeRules, attribute: Path, required: Collection[str]) -> str:
    them = "it" if len(required) == 1 else "them"
    detail = f'{attribute} does not set {_quoted(required)}, but the type "{rules.type}" requires {them}.'
    if attribute == PROPERTIES:
        return (
            f"{detail} Set {them} there or, if secret, in credentials_wo. To leave all properties in Stitch as they "
            "are, add properties to ignore_changes in the lifecycle block."
        )
    return f"{detail} Set {them} there, or remove the whole attribute {attribute} to keep the credentials in Stitch."


def is_needed(rule: PropertyRule) -> bool:
    """Whether the user has to set a property: the service requires it and does not set it itself."""
    return _to_be_given(rule) and not rule.system_provided_by_default


def _to_be_given(rule: PropertyRule) -> bool:
    return rule.required and not rule.read_only and rule.name not in _FILLED_BY_STITCH


def _quoted(names: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def _with_default(rule: PropertyRule) -> str:
    return f'"{rule.name}" (usually "{rule.default}")' if rule.default else f'"{rule.name}"'
