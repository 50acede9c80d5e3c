"""Proposal: the plan as far as the schema alone decides it. Pure functions from values to values.

Terraform proposes the configuration, with prior values where a computed attribute has none. On the way to a plan the
engine puts in defaults, takes out what is write-only and, if anything differs from the prior state then, makes
computed attributes unknown that the configuration leaves to the service: the change may touch them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from stitch_provider.terraform.engine.nested import Object, change_objects, each_object
from stitch_provider.terraform.engine.rules import rules
from stitch_provider.terraform.values.path import ROOT, Attribute, Path
from stitch_provider.terraform.values.value import UNKNOWN, Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stitch_provider.terraform.engine.rules import Level
    from stitch_provider.terraform.values.value import Value


def settle(level: Level, proposed: Object, config: Object | None) -> Object:
    """The proposed object with defaults in place and write-only attributes null.

    `config` is None where the configuration has no such object: then there are no defaults to put in.
    """
    asked = rules(level)
    if not (asked.defaults or asked.write_only or asked.settled_inside):
        return proposed
    settled = dict(proposed)
    if config is not None:
        settled.update((name, default) for name, default in asked.defaults if config[name] is None)
    for name in asked.write_only:
        settled[name] = None
    for name, nested in asked.settled_inside:
        inner_config = None if config is None else config[name]
        settled[name] = change_objects(nested, settled[name], (inner_config,), settle)
    return settled


def open_computed(level: Level, planned: Object, config: Object | None, prior: Object | None) -> Object:
    """The planned object with every computed attribute unknown that has neither a configured nor a lasting value."""
    if config is None:
        return planned
    asked = rules(level)
    opened = dict(planned)
    for name, lasting in asked.computed:
        if config[name] is None:
            before = prior[name] if lasting and prior is not None else None
            opened[name] = UNKNOWN if before is None else before
    for name, nested in asked.computed_inside:
        if config[name] is not None:
            others = (config[name], None if prior is None else prior[name])
            opened[name] = change_objects(nested, opened[name], others, open_computed)
    return opened


def propose(level: Level, proposed: Object, config: Object, prior: Object | None) -> Object:
    """The plan that the schema makes of Terraform's proposal; equal to `prior` where nothing is to be done."""
    settled = settle(level, proposed, config)
    return settled if settled == prior else open_computed(level, settled, config, prior)


def without_write_only(level: Level, value: Object) -> Object:
    """The object with write-only attributes null, at every depth."""
    return settle(level, value, None)


def replacements(
    level: Level, planned: Object, config: Object | None, prior: Object | None, path: Path = ROOT
) -> Iterator[Path]:
    """Where planned and prior state differ so that the object must be replaced.

    A configured value that is not known yet counts as a change. A computed attribute that is merely not known yet does
    not.
    """
    asked = rules(level)
    for name in asked.replaced:
        if _changes(planned[name], None if config is None else config[name], None if prior is None else prior[name]):
            yield path.attribute(name)
    for name, nested in asked.replaced_inside:
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
    left_open = isinstance(planned, Unknown) and config is None
    return not left_open and planned != prior
