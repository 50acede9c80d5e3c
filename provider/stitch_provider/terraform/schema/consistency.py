"""Checks what a model can declare wrongly. Tests use it."""

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
    if not _NAME.fullmatch(name):
        yield "has a name that is invalid in Terraform; use lower case letters, digits and underscores"
    if len(path.steps) == 1 and name in _RESERVED:
        yield "has a name that is reserved by Terraform"
    if not attribute.description.strip():
        yield "has no description"
    if attribute.write_only and attribute.computed:
        yield "is write-only, so it cannot be computed"
    if attribute.write_only and attribute.requires_replace:
        yield "is write-only, so it never differs from its prior value and cannot require replacement"
    try:
        msgpack.encode(attribute.default, attribute.value_type)
    except CodecError as cause:
        yield f"has a default of another type: {cause}"
