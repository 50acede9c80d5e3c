"""Validation of configurations against their schema, at every depth. Values can be unknown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, TypeAlias

from stitch_provider.terraform.diagnostics import Diagnostic, error, warning
from stitch_provider.terraform.schema.attribute import LateValidator, NestedAttributes
from stitch_provider.terraform.values.path import ROOT, Path, elements
from stitch_provider.terraform.values.value import Unknown

if TYPE_CHECKING:
    from stitch_provider.terraform.schema.attribute import Schema
    from stitch_provider.terraform.values.value import Value

Object: TypeAlias = "Mapping[str, Value]"


def missing_attributes(level: Schema | NestedAttributes, config: Object, path: Path = ROOT) -> Iterator[Diagnostic]:
    """An error for each required attribute that is null."""
    for name, attribute in level.attributes.items():
        value = config[name]
        if value is None:
            if attribute.required:
                here = path.attribute(name)
                yield error("Missing attribute", f"{here} must be set.", here)
        elif isinstance(attribute.type, NestedAttributes):
            for place, inner in _objects(attribute.type, value, path.attribute(name)):
                yield from missing_attributes(attribute.type, inner, place)


def validate_config(
    level: Schema | NestedAttributes, config: Object, *, write_only_allowed: bool = True, path: Path = ROOT
) -> Iterator[Diagnostic]:
    """The diagnostics for the values that are set, from validators and for deprecated and write-only attributes.

    `write_only_allowed` is false if the client does not support write-only attributes.
    """
    for name, attribute in level.attributes.items():
        value = config[name]
        if value is None:
            continue
        if attribute.deprecated:
            here = path.attribute(name)
            yield warning("Deprecated attribute", f"{here} is deprecated. {attribute.deprecated}", here)
        if attribute.write_only and not write_only_allowed:
            yield _write_only_refused(path.attribute(name))
        if isinstance(value, Unknown):
            continue
        for validator in attribute.validators:
            yield from validator.validate(value, path.attribute(name))
        if isinstance(attribute.type, NestedAttributes):
            for place, inner in _objects(attribute.type, value, path.attribute(name)):
                yield from validate_config(attribute.type, inner, write_only_allowed=write_only_allowed, path=place)
    for validator in level.validators:
        yield from validator.validate(config, path)


def late_errors(level: Schema | NestedAttributes, config: Object, path: Path = ROOT) -> Iterator[Diagnostic]:
    """The errors of late validators, of which `validate_config` only warns."""
    for name, attribute in level.attributes.items():
        value = config[name]
        if value is None or isinstance(value, Unknown):
            continue
        for validator in attribute.validators:
            if isinstance(validator, LateValidator):
                yield from validator.check(value, path.attribute(name))
        if isinstance(attribute.type, NestedAttributes):
            for place, inner in _objects(attribute.type, value, path.attribute(name)):
                yield from late_errors(attribute.type, inner, place)


def _objects(nested: NestedAttributes, value: Value, path: Path) -> Iterator[tuple[Path, Object]]:
    """The known objects in a value of nested attributes."""
    if nested.nesting == "single" and isinstance(value, Mapping):
        yield path, value
        return
    for place, inner in elements(value, path):
        if isinstance(inner, Mapping):
            yield place, inner


def _write_only_refused(path: Path) -> Diagnostic:
    plain = str(path).removesuffix("_wo")
    instead = f"Use {plain} instead" if plain != str(path) else "Leave it out"
    return error(
        "Write-only attribute not supported",
        f"{path} is write-only, which requires Terraform or OpenTofu 1.11 or newer. {instead}, or use a newer version.",
        path,
    )
