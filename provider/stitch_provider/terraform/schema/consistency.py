"""Checks that a schema is consistent. Tests use it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from stitch_provider.terraform.schema.attribute import NestedAttributes
from stitch_provider.terraform.values import msgpack
from stitch_provider.terraform.values.codec_error import CodecError
from stitch_provider.terraform.values.path import ROOT, Path

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stitch_provider.terraform.schema.attribute import Attribute, Schema

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_RESERVED = frozenset({"count", "for_each", "depends_on", "provider", "lifecycle", "connection", "provisioner"})


def inconsistencies(level: Schema | NestedAttributes, path: Path = ROOT) -> Iterator[str]:
    """What is wrong with a schema, in sentences; nothing if it is consistent."""
    if not level.attributes and path.steps:
        yield f"{path} has no attributes"
    for name, attribute in level.attributes.items():
        here = path.attribute(name)
        yield from (f"{here} {complaint}" for complaint in _complaints(name, attribute, here))
        if isinstance(attribute.type, NestedAttributes):
            yield from inconsistencies(attribute.type, here)


def _complaints(name: str, attribute: Attribute, path: Path) -> Iterator[str]:
    yield from _name_complaints(name, path)
    yield from (complaint for wrong, complaint in _combinations(attribute) if wrong)
    if not attribute.description.strip():
        yield "has no description"
    if attribute.default is not None:
        yield from _default_complaints(attribute)
    if isinstance(attribute.type, NestedAttributes) and attribute.type.nesting == "set":
        yield from _set_complaints(attribute.type)


def _name_complaints(name: str, path: Path) -> Iterator[str]:
    if not _NAME.fullmatch(name):
        yield "has a name that is invalid in Terraform; use lower case letters, digits and underscores"
    if len(path.steps) == 1 and name in _RESERVED:
        yield "has a name that is reserved by Terraform"


def _combinations(attribute: Attribute) -> tuple[tuple[bool, str], ...]:
    """Combinations that are not allowed: whether the attribute has one, and the sentence for it."""
    settable = attribute.required or attribute.optional
    return (
        (attribute.required and (attribute.optional or attribute.computed), "is required, so nothing else"),
        (not settable and not attribute.computed, "is none of required, optional and computed"),
        (attribute.write_only and attribute.computed, "is write-only, so it cannot be computed"),
        (
            attribute.write_only and attribute.requires_replace,
            "is write-only, so it never differs from its prior value and cannot require replacement",
        ),
        (
            attribute.use_state_for_unknown and not attribute.computed,
            "is not computed, so it is never planned as unknown",
        ),
        (bool(attribute.validators) and not settable, "cannot be set by a user, so it needs no validators"),
    )


def _default_complaints(attribute: Attribute) -> Iterator[str]:
    if not (attribute.optional and attribute.computed):
        yield "has a default, so it must be optional and computed"
    try:
        msgpack.encode(attribute.default, attribute.value_type)
    except CodecError as cause:
        yield f"has a default of another type: {cause}"


def _set_complaints(nested: NestedAttributes) -> Iterator[str]:
    if any(attribute.write_only for attribute in nested.attributes.values()):
        yield "is a set, so nothing in it can be write-only"
