"""Contradictions between a plan and the configuration, found after a resource has changed the plan.

Terraform checks the same, and reports only that the provider has a bug. These diagnostics name the attribute.

The design note is `docs/design/terraform-rules.md`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from stitch_provider.terraform.diagnostics import Diagnostic, error
from stitch_provider.terraform.engine.nested import each_object
from stitch_provider.terraform.schema.attribute import NestedAttributes
from stitch_provider.terraform.values.path import ROOT, Path
from stitch_provider.terraform.values.value import SetValue, Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stitch_provider.terraform.engine.nested import Object
    from stitch_provider.terraform.engine.plan_modifiers import Level
    from stitch_provider.terraform.values.value import Value


def contradictions(
    level: Level, planned: Object, config: Object, prior: Object | None, path: Path = ROOT
) -> Iterator[Diagnostic]:
    """An error for each attribute whose planned value contradicts the configuration."""
    for name, attribute in level.attributes.items():
        here = path.attribute(name)
        value, configured = planned[name], config[name]
        before = None if prior is None else prior[name]
        if attribute.write_only:
            if value is not None:
                yield _bug("The attribute is write-only: it must be null in a plan.", here)
        elif configured is None:
            if value is not None and not attribute.computed:
                yield _bug("The configuration leaves the attribute out, and it is not computed: it must be null.", here)
        elif value != configured and (before is None or value != before):
            if isinstance(attribute.type, NestedAttributes) and _same_objects(value, configured):
                yield from _nested_contradictions(attribute.type, value, configured, before, here)
            else:
                yield _bug("The plan must keep the value that the configuration has.", here)


def _same_objects(value: Value, configured: Value) -> bool:
    """Whether nested values have as many objects, under the same keys."""
    if isinstance(value, Mapping) and isinstance(configured, Mapping):
        return value.keys() == configured.keys()
    if isinstance(value, tuple | SetValue) and isinstance(configured, tuple | SetValue):
        return len(value) == len(configured)
    return False


def _nested_contradictions(
    nested: NestedAttributes, value: Value, configured: Value, before: Value, path: Path
) -> Iterator[Diagnostic]:
    for steps, inner, (in_config, in_prior) in each_object(nested, value, configured, before):
        here = Path((*path.steps, *steps))
        if isinstance(inner, Mapping) and in_config is not None:
            yield from contradictions(nested, inner, in_config, in_prior, here)
        elif not isinstance(inner, Unknown) or (in_config is not None and not _all_unknown(in_config)):
            yield _bug("The plan must keep the objects that the configuration has.", here)


def _all_unknown(value: Object) -> bool:
    return all(isinstance(each, Unknown) for each in value.values())


def _bug(detail: str, path: Path) -> Diagnostic:
    return error(
        "Provider planned an impossible value",
        f"{detail} This is a bug in the provider: please report it.",
        path,
    )
