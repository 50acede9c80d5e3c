"""What Terraform's core proposes to a provider and checks in its answers. Pure functions on values.

Terraform and OpenTofu keep these rules in `internal/plans/objchange`, hence the name; the checks of write-only
attributes and of paths that require replacement stand beside their callers, in `internal/terraform`. Each check gives
the problems that it finds as sentences that begin with the path.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeAlias

from stitch_provider.terraform.schema.attribute import Attribute, NestedAttributes, Schema
from stitch_provider.terraform.values import path as paths
from stitch_provider.terraform.values.path import ROOT, Path
from stitch_provider.terraform.values.types import SetType
from stitch_provider.terraform.values.value import UNKNOWN, DynamicValue, SetValue, Unknown, wholly_known

Object: TypeAlias = Mapping[str, Any]
Level: TypeAlias = Schema | NestedAttributes


def propose(level: Level, config: Object, prior: Object | None) -> Object:
    """The proposed new state: the configuration, with prior values where a computed attribute has none."""
    proposed = {}
    for name, attribute in level.attributes.items():
        configured, before = config[name], None if prior is None else prior[name]
        if attribute.computed and configured is None:
            proposed[name] = None if _was_configured(attribute, before) else before
        elif isinstance(attribute.type, NestedAttributes):
            proposed[name] = _propose_nested(attribute.type, configured, before)
        else:
            proposed[name] = configured
    return proposed


def _was_configured(attribute: Attribute, before: Any) -> bool:
    """Whether a prior value has a part that only a configuration can have set, and so was not computed as a whole."""
    return attribute.optional and isinstance(attribute.type, NestedAttributes) and _has_settings(attribute.type, before)


def _has_settings(nested: NestedAttributes, value: Any) -> bool:
    for each in _objects(nested, value):
        for name, attribute in nested.attributes.items():
            if each[name] is not None and not attribute.computed:
                return True
            if isinstance(attribute.type, NestedAttributes) and _has_settings(attribute.type, each[name]):
                return True
    return False


def _propose_nested(nested: NestedAttributes, config: Any, prior: Any) -> Any:
    if config is None or isinstance(config, Unknown):
        return config
    match nested.nesting:
        case "single":
            return propose(nested, config, prior)
        case "list":
            before = (*(prior or ()), *[None] * len(config))
            return tuple(_propose_object(nested, inner, before[index]) for index, inner in enumerate(config))
        case "map":
            return {key: _propose_object(nested, inner, (prior or {}).get(key)) for key, inner in config.items()}
        case "set":
            pool = list(prior or ())
            return SetValue(propose(nested, _known(nested, inner), _take(nested, inner, pool)) for inner in config)


def _propose_object(nested: NestedAttributes, config: Any, prior: Object | None) -> Any:
    return config if config is None or prior is None else propose(nested, _known(nested, config), prior)


def _known(nested: NestedAttributes, element: Any) -> Object:
    """An object whose attributes are all unknown in place of an unknown object."""
    known: Object = dict.fromkeys(nested.attributes, UNKNOWN) if isinstance(element, Unknown) else element
    return known


def _take(nested: NestedAttributes, element: Any, pool: list[Object]) -> Object | None:
    """Take the first prior element of a set that this configured element can have led to."""
    for at, candidate in enumerate(pool):
        if _led_to(nested, element, candidate):
            return pool.pop(at)
    return None


def _led_to(nested: NestedAttributes, config: Any, prior: Object) -> bool:
    """Whether the prior object is the configured one but for attributes that were computed."""
    if config == prior:
        return True
    if not isinstance(config, Mapping):
        return False
    for name, attribute in nested.attributes.items():
        configured, before = config[name], prior[name]
        if configured == before:
            continue
        if isinstance(attribute.value_type, SetType):
            return False
        if isinstance(attribute.type, NestedAttributes):
            for _, found, counterpart in _pairs(attribute.type, before, configured):
                if not _led_to(attribute.type, counterpart, found):
                    return False
        elif not attribute.computed or configured is not None:
            return False
    return True


def plan_problems(
    level: Level, prior: Object | None, config: Object | None, planned: Object | None, path: Path = ROOT
) -> Iterator[str]:
    """What a plan must not do to a configuration.

    A provider may plan a value of its own only for a computed attribute that is not configured. Elsewhere the planned
    value is the configured one, or the prior one, which says that both mean the same.
    """
    if planned is None or config is None:
        if planned is not config:
            yield f"{path}: configuration and plan must both be there or both be absent"
        return
    for name, attribute in level.attributes.items():
        before = None if prior is None else prior[name]
        yield from _planned_value(attribute, before, config[name], planned[name], path.attribute(name))


def _planned_value(attribute: Attribute, prior: Any, config: Any, planned: Any, path: Path) -> Iterator[str]:
    if planned == config or (planned == prior and prior is not None and config is not None):
        return
    if attribute.computed and (config is None or not attribute.optional):
        return
    if config is None:
        yield f"{path}: planned, but neither configured nor computed"
    elif planned is None and attribute.write_only:
        return
    elif isinstance(attribute.type, NestedAttributes):
        yield from _planned_nested(attribute.type, prior, config, planned, path)
    else:
        yield f"{path}: planned is neither the configured nor the prior value"


def _planned_nested(nested: NestedAttributes, prior: Any, config: Any, planned: Any, path: Path) -> Iterator[str]:
    if planned is None or isinstance(planned, Unknown):
        yield f"{path}: configured, but absent or unknown in the plan"
    elif nested.nesting == "set":
        fewest = len(planned) if wholly_known(planned) else 1
        if not isinstance(config, Unknown) and wholly_known(config) and not fewest <= len(config) <= len(planned):
            yield f"{path}: the plan has another number of elements than the configuration"
    elif nested.nesting == "single":
        yield from plan_problems(nested, prior, _known(nested, config), planned, path)
    elif isinstance(config, Unknown) or len(config) != len(planned):
        yield f"{path}: the plan has another number of elements than the configuration"
    else:
        before = {step: found for step, found, _ in _pairs(nested, prior, None)}
        for step, found, configured in _pairs(nested, planned, config):
            here = Path((*path.steps, *step.steps))
            if configured is None:
                yield f"{here}: planned, but not configured"
            else:
                known = _known(nested, configured), _known(nested, found)
                yield from plan_problems(nested, before.get(step), *known, here)


def outcome_problems(planned: Any, actual: Any, path: Path = ROOT) -> Iterator[str]:
    """Where a value is not what a plan with unknown parts said: what was known must have come true."""
    match planned, actual:
        case Unknown(), _:
            return
        case DynamicValue(type=wanted), DynamicValue(type=found) if wanted == found:
            yield from outcome_problems(planned.value, actual.value, path)
        case SetValue(), SetValue():
            if not _same_elements(planned, actual):
                yield f"{path}: other elements than planned"
        case (Mapping(), Mapping()) | (tuple(), tuple()):
            had, has = (dict(paths.elements(value, path)) for value in (planned, actual))
            yield from (f"{here}: vanished or appeared" for here in had.keys() ^ has.keys())
            for here in had.keys() & has.keys():
                yield from outcome_problems(had[here], has[here], here)
        case _ if planned != actual:
            yield f"{path}: not what was planned"


def _same_elements(planned: SetValue, actual: SetValue) -> bool:
    """Whether each element came of a planned one, and something came of each; several may have become equal."""

    def became(one: Any, other: Any) -> bool:
        return not any(outcome_problems(one, other))

    all_came = all(any(became(one, other) for other in actual) for one in planned)
    nothing_else = all(any(became(one, other) for one in planned) for other in actual)
    return all_came and nothing_else and len(actual) <= len(planned)


def write_only_problems(level: Level, value: Object | None, path: Path = ROOT) -> Iterator[str]:
    """Write-only attributes that have a value in a plan or state."""
    for name, attribute in level.attributes.items() if value is not None else ():
        here = path.attribute(name)
        if attribute.write_only and value is not None and value[name] is not None:
            yield f"{here}: write-only, but it has a value"
        elif isinstance(attribute.type, NestedAttributes) and value is not None:
            for inner in _objects(attribute.type, value[name]):
                yield from write_only_problems(attribute.type, inner, here)


def replacing(paths_named: Iterable[Path], prior: Object, planned: Object) -> tuple[tuple[Path, ...], list[str]]:
    """Which of the paths that require replacement have changed, and problems with them.

    A path leads to a value in the prior state or in the plan. One into a set ends at the set, as the protocol cannot
    name elements.
    """
    changed, problems = [], []
    for path in paths_named:
        before, after = list(_at(prior, path)), list(_at(planned, path))
        if not before and not after:
            problems.append(f"{path}: requires replacement, but there is no such attribute")
        elif (before or [None]) != (after or [None]) or not wholly_known(after):
            changed.append(path)
    return tuple(changed), problems


def _at(value: Any, path: Path) -> Iterator[Any]:
    """The value at the end of the path, if it leads anywhere."""
    for step in path.steps:
        match step, value:
            case ((paths.Attribute(name=key) | paths.Key(key=key)), Mapping()) if key in value:
                value = value[key]
            case paths.Index(index=index), tuple() if index < len(value):
                value = value[index]
            case paths.Element(), _:
                break
            case _:
                return
    yield value


def _objects(nested: NestedAttributes, value: Any) -> Iterator[Object]:
    """The known objects in a value of nested attributes."""
    found = [value] if nested.nesting == "single" else [inner for _, inner in paths.elements(value, ROOT)]
    return (each for each in found if isinstance(each, Mapping))


def _pairs(nested: NestedAttributes, value: Any, other: Any) -> Iterator[tuple[Path, Any, Any]]:
    """The objects in a value of nested attributes (no set), each with its path and what another value has there."""
    if nested.nesting == "single":
        if value is not None:
            yield ROOT, value, other
        return
    others = dict(paths.elements(other, ROOT))
    yield from ((path, inner, others.get(path)) for path, inner in paths.elements(value, ROOT))
