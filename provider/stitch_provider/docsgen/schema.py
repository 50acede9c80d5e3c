"""Schemas as Markdown: lists of attributes, with a separate section for every nested schema."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stitch_provider.docsgen.features import FEATURES
from stitch_provider.terraform.schema.attribute import Attribute, IdentityAttribute, IdentitySchema, NestedAttributes
from stitch_provider.terraform.values.types import (
    DynamicType,
    ListType,
    MapType,
    ObjectType,
    PrimitiveType,
    SetType,
    TupleType,
    Type,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from stitch_provider.terraform.schema.attribute import Schema

_WRITE_ONLY = "https://developer.hashicorp.com/terraform/language/resources/ephemeral#write-only-arguments"
_WRITE_ONLY_NOTE = (
    f"> **NOTE**: [Write-only arguments]({_WRITE_ONLY}) require {FEATURES['write-only attributes'].requirement}."
)
_PRIMITIVES = {"string": "String", "number": "Number", "bool": "Boolean"}
_NESTINGS = {"single": "Attributes", "list": "Attributes List", "set": "Attributes Set", "map": "Attributes Map"}


def schema_section(schema: Schema) -> str:
    """The section `Schema` of a page."""
    parts = ["## Schema"]
    if not schema.attributes:
        parts.append("This block has no arguments.")
    for title, attributes in _groups(schema.attributes):
        parts += [f"### {title}", *_list(attributes, ())]
    return "\n\n".join((*parts, *_nested_sections(schema.attributes, ())))


def identity_section(identity: IdentitySchema) -> str:
    """The section `Identity Schema` of a page."""
    parts = ["### Identity Schema"]
    for title, required in (("Required", True), ("Optional", False)):
        lines = [
            _identity_line(name, attribute)
            for name, attribute in sorted(identity.attributes.items())
            if attribute.required_for_import is required
        ]
        if lines:
            parts += [f"#### {title}", "\n".join(lines)]
    return "\n\n".join(parts)


def type_name(type_: Type) -> str:
    """A type in words, such as `Map of String`."""
    match type_:
        case PrimitiveType(name):
            return _PRIMITIVES[name]
        case ListType(element):
            return f"List of {type_name(element)}"
        case SetType(element):
            return f"Set of {type_name(element)}"
        case MapType(element):
            return f"Map of {type_name(element)}"
        case ObjectType():
            return "Object"
        case TupleType():
            return "Tuple"
        case DynamicType():
            return "Dynamic"


def _groups(attributes: Mapping[str, Attribute]) -> Iterator[tuple[str, dict[str, Attribute]]]:
    """The attributes grouped by whether the user sets them. Groups are sorted by name and never empty."""
    ordered = dict(sorted(attributes.items()))
    for title in ("Required", "Optional", "Read-Only"):
        group = {name: attribute for name, attribute in ordered.items() if _group(attribute) == title}
        if group:
            yield title, group


def _group(attribute: Attribute) -> str:
    if attribute.required:
        return "Required"
    # An attribute with a default is optional, even if it is not declared as such.
    return "Optional" if attribute.optional or attribute.default is not None else "Read-Only"


def _list(attributes: Mapping[str, Attribute], parents: tuple[str, ...]) -> Iterator[str]:
    if any(attribute.write_only for attribute in attributes.values()):
        yield _WRITE_ONLY_NOTE
    yield "\n".join(_line(name, attribute, parents) for name, attribute in attributes.items())


def _line(name: str, attribute: Attribute, parents: tuple[str, ...]) -> str:
    nested = isinstance(attribute.type, NestedAttributes)
    kind = (
        _NESTINGS[attribute.type.nesting] if isinstance(attribute.type, NestedAttributes) else type_name(attribute.type)
    )
    marks = (
        ("Sensitive", attribute.sensitive),
        ("Deprecated", bool(attribute.deprecated)),
        (f"[Write-only]({_WRITE_ONLY})", attribute.write_only),
        ("Forces replacement", attribute.requires_replace),
    )
    traits = ", ".join((kind, *(mark for mark, holds in marks if holds)))
    pointer = f"(see [below for nested schema](#{_anchor((*parents, name))}))" if nested else ""
    words = (f"- `{name}` ({traits})", attribute.description, attribute.deprecated, pointer)
    return " ".join(word for word in words if word)


def _nested_sections(attributes: Mapping[str, Attribute], parents: tuple[str, ...]) -> Iterator[str]:
    for _, group in _groups(attributes):
        for name, attribute in group.items():
            if isinstance(attribute.type, NestedAttributes):
                yield from _nested_section(attribute.type, (*parents, name))


def _nested_section(nested: NestedAttributes, path: tuple[str, ...]) -> Iterator[str]:
    yield f'<a id="{_anchor(path)}"></a>\n### Nested Schema for `{".".join(path)}`'
    for title, attributes in _groups(nested.attributes):
        yield f"{title}:"
        yield from _list(attributes, path)
    yield from _nested_sections(nested.attributes, path)


def _anchor(path: tuple[str, ...]) -> str:
    return "--".join(("nestedatt", *path))


def _identity_line(name: str, attribute: IdentityAttribute) -> str:
    return f"- `{name}` ({type_name(attribute.type)}) {attribute.description}"
