"""Properties that can be set only once: a change of one replaces the connection. Pure.

A value that is not known at plan counts as a change, as in every attribute whose change replaces a resource. Terraform
refuses an apply that replaces a resource if the plan did not show that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from stitch_provider.stitch.connections import properties
from stitch_provider.stitch.types.check import CREDENTIALS, PROPERTIES
from stitch_provider.terraform.diagnostics import Diagnostic, error, warning
from stitch_provider.terraform.values.value import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from stitch_provider.stitch.connections.model import ConnectionModel
    from stitch_provider.stitch.types.rules import Noun, TypeRules
    from stitch_provider.terraform.values.path import Path

_APPLY_FIRST = "apply what it depends on first, with the option `-target`"


def replacements(
    rules: TypeRules, planned: ConnectionModel, prior: ConnectionModel
) -> tuple[tuple[Path, ...], tuple[Diagnostic, ...]]:
    """The paths of settings that are set once only and would or may change, and what the user should know of them.

    Where a whole map is not known, it is an error if a setting with a value can be set only once: whether the map
    changes it is not known either, and a replacement that nobody asked for replicates all data again.
    """
    paths: list[Path] = []
    found: list[Diagnostic] = []
    shown = properties.declared(prior.effective_properties)
    for path, after, before, visible in (
        (PROPERTIES, planned.properties, prior.properties, shown),
        (CREDENTIALS, planned.credentials, prior.credentials, {}),
    ):
        if isinstance(after, Unknown):
            fixed = rules.immutable & (properties.names(before) | visible.keys())
            found += [_unknown_map(rules.noun, path, fixed)] if fixed else []
            continue
        altered = rules.immutable & properties.altered(after, before, visible, rules.properties.get)
        for name in sorted(altered):
            paths.append(path.key(name))
            found.append(_replaced(rules.noun, path.key(name), unknown=name not in properties.declared(after)))
    return tuple(paths), tuple(found)


def _replaced(noun: Noun, path: Path, *, unknown: bool) -> Diagnostic:
    consequence = (
        "The new source replicates all data again, into the schema that Stitch derives from display_name."
        if noun == "source"
        else "Sources that load into the old destination stop until they are mapped to the new one. Data that was "
        "loaded before is not loaded again."
    )
    summary = f"The {noun} will be replaced"
    if unknown:
        return warning(
            summary,
            f"{path} can be set only when the {noun} is created, and its value is not known before the apply. So the "
            f"{noun} is replaced, even if the value turns out to be the same. {consequence} To see first whether the "
            f"value changes, {_APPLY_FIRST}.",
            path,
        )
    return warning(
        summary,
        f"{path} can be set only when the {noun} is created, so a change replaces the {noun}. {consequence} To "
        "avoid this, restore the previous value.",
        path,
    )


def _unknown_map(noun: Noun, path: Path, fixed: Iterable[str]) -> Diagnostic:
    names = ", ".join(f'"{name}"' for name in sorted(fixed))
    return error(
        "Properties not known",
        f"{path} is not known before the apply, so the plan cannot show whether it changes {names}, which can be set "
        f"only when the {noun} is created. Write the keys of {path} in the configuration, so that only values are "
        f"unknown, or {_APPLY_FIRST}.",
        path,
    )
