"""Proposal: the part of a plan that follows from the schema alone. Pure functions from values to values.

Terraform proposes the configuration, with prior values where a computed attribute is not configured. The engine
replaces nulls by defaults and removes write-only values. If the result differs from the prior state, computed
attributes that are not configured become unknown, because the change may affect them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from stitch_provider.terraform.engine.nested import Object, change_objects, each_object
from stitch_provider.terraform.engine.plan_modifiers import plan_modifiers
from stitch_provider.terraform.values.path import ROOT, Attribute, Path
from stitch_provider.terraform.values.value import UNKNOWN, SetValue, Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stitch_provider.terraform.engine.plan_modifiers import Level
    from stitch_provider.terraform.values.value import Value


def with_prior(level: Level, proposed: Object, config: Object, prior: Object | None) -> Object:
    """The proposed object with the prior values of what the service chose and the configuration leaves out.

    Terraform proposes these values too, but for one case. If a nested attribute of the prior value is not computed,
    Terraform concludes that the configuration contained the value before, and proposes null.
    """
    left_out = [name for name in plan_modifiers(level).optional_computed if config[name] is None]
    return proposed if prior is None else {**proposed, **{name: prior[name] for name in left_out}}


def with_defaults(level: Level, proposed: Object, config: Object | None) -> Object:
    """The proposed object with defaults, and with null for write-only attributes.

    `config` is None where the configuration has no such object, which then gets no defaults.
    """
    modifiers = plan_modifiers(level)
    if not (modifiers.defaults or modifiers.write_only or modifiers.nested_defaults):
        return proposed
    changed = dict(proposed)
    if config is not None:
        changed.update((name, default) for name, default in modifiers.defaults if config[name] is None)
    for name in modifiers.write_only:
        changed[name] = None
    for name, nested in modifiers.nested_defaults:
        inner_config = None if config is None else config[name]
        changed[name] = change_objects(nested, changed[name], (inner_config,), with_defaults)
    return changed


def mark_computed_unknown(level: Level, planned: Object, config: Object | None, prior: Object | None) -> Object:
    """The planned object with unknown for every computed attribute without a configured value or a valid prior one."""
    if config is None:
        return planned
    modifiers = plan_modifiers(level)
    marked = dict(planned)
    for name, stays_valid in modifiers.computed:
        if config[name] is None:
            before = prior[name] if stays_valid and prior is not None else None
            marked[name] = UNKNOWN if before is None else before
    if prior is None:
        marked.update((name, UNKNOWN) for name in modifiers.optional_computed if config[name] is None)
    for name, nested in modifiers.nested_computed:
        if config[name] is not None:
            others = (config[name], None if prior is None else prior[name])
            marked[name] = change_objects(nested, marked[name], others, mark_computed_unknown)
    return marked


def plan_by_schema(level: Level, proposed: Object, config: Object, prior: Object | None) -> Object:
    """The plan that the schema makes of Terraform's proposal; equal to `prior` if nothing changes."""
    planned = with_defaults(level, with_prior(level, proposed, config, prior), config)
    return planned if planned == prior else mark_computed_unknown(level, planned, config, prior)


def without_write_only(level: Level, value: Object) -> Object:
    """The object with null for write-only attributes, at every depth."""
    return with_defaults(level, value, None)


def replacements(
    level: Level, planned: Object, config: Object | None, prior: Object | None, path: Path = ROOT
) -> Iterator[Path]:
    """The paths whose change from the prior state to the plan requires that the object is replaced.

    A configured value that is not known yet counts as a change. A computed attribute that is not known yet does not.
    A change between null and an empty collection does not either, because both contain no value.
    """
    modifiers = plan_modifiers(level)
    for name in modifiers.requires_replace:
        if _changes(planned[name], None if config is None else config[name], None if prior is None else prior[name]):
            yield path.attribute(name)
    for name, nested in modifiers.nested_requires_replace:
        others = (None if config is None else config[name], None if prior is None else prior[name])
        if isinstance(planned[name], Unknown) and _changes(planned[name], *others):
            yield path.attribute(name)
        for steps, inner, (in_config, in_prior) in each_object(nested, planned[name], *others):
            here = Path((*path.steps, Attribute(name), *steps))
            if isinstance(inner, Mapping):
                yield from replacements(nested, inner, in_config, in_prior, here)
            elif _changes(inner, in_config, in_prior):
                yield here


def _changes(planned: Value, config: Value, prior: Value) -> bool:
    only_computed = isinstance(planned, Unknown) and config is None
    return not only_computed and planned != prior and not (_is_empty(planned) and _is_empty(prior))


def _is_empty(value: Value) -> bool:
    return value is None or (isinstance(value, Mapping | tuple | SetValue) and len(value) == 0)
