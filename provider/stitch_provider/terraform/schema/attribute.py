"""Attributes and the schemas they make up."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Literal, Protocol

from msgspec import Struct

from stitch_provider.terraform.values.types import ListType, MapType, ObjectType, SetType, Type
from stitch_provider.terraform.values.value import Value

if TYPE_CHECKING:
    from collections.abc import Iterable

    from stitch_provider.terraform.diagnostics import Diagnostic
    from stitch_provider.terraform.values.path import Path


class Validator(Protocol):
    """Checks one value of a configuration; called for every value that is known and not null."""

    def validate(self, value: Value, path: Path) -> Iterable[Diagnostic]:
        """What is wrong with `value`, which stands at `path`; nothing where it is fine."""


class NestedAttributes(Struct, frozen=True, kw_only=True, eq=False, dict=True):
    """The type of an attribute that is an object with attributes of its own, or a collection of such objects.

    `validators` see each object as a whole.
    """

    nesting: Literal["single", "list", "set", "map"] = "single"
    attributes: Mapping[str, Attribute]
    validators: tuple[Validator, ...] = ()

    @cached_property
    def object_type(self) -> ObjectType:
        """The type of one object."""
        return object_type(self.attributes)

    @cached_property
    def value_type(self) -> Type:
        """The type of the attribute's value: the object, or the collection of objects."""
        match self.nesting:
            case "single":
                return self.object_type
            case "list":
                return ListType(self.object_type)
            case "set":
                return SetType(self.object_type)
            case "map":
                return MapType(self.object_type)


class Attribute(Struct, frozen=True, kw_only=True):
    """One attribute: who sets it, how it is checked and how it is planned.

    Exactly one of these combinations holds: `required`; `optional`; `computed`; `optional` and `computed` (the service
    decides where the user does not). `default` is the planned value where the configuration has null, and makes the
    attribute `optional` and `computed`.

    Planning: a change of an attribute with `requires_replace` replaces the resource. A computed attribute without a
    value in the configuration is planned as unknown whenever the resource is created or changed, unless
    `use_state_for_unknown` says that its prior value stays valid through every update.

    `description` is Markdown: what it does, its unit, its default. `deprecated` is the message for users of it.
    """

    type: Type | NestedAttributes
    description: str
    required: bool = False
    optional: bool = False
    computed: bool = False
    sensitive: bool = False
    write_only: bool = False
    default: Value = None
    requires_replace: bool = False
    use_state_for_unknown: bool = False
    deprecated: str = ""
    validators: tuple[Validator, ...] = ()

    @property
    def value_type(self) -> Type:
        """The type of the attribute's value, nested attributes included."""
        return self.type.value_type if isinstance(self.type, NestedAttributes) else self.type


class Schema(Struct, frozen=True, kw_only=True, eq=False, dict=True):
    """The schema of a resource, data source or provider configuration.

    `version` counts the shapes that a stored state can have, from 0. `validators` see the configuration as a whole.
    A schema is equal only to itself, so that what is derived from it can be kept by it.
    """

    attributes: Mapping[str, Attribute]
    description: str
    version: int = 0
    deprecated: str = ""
    validators: tuple[Validator, ...] = ()

    @cached_property
    def object_type(self) -> ObjectType:
        """The type of a configuration, plan or state."""
        return object_type(self.attributes)


class IdentityAttribute(Struct, frozen=True, kw_only=True):
    """One attribute of a resource identity; given at import always, or only if the user likes."""

    type: Type
    description: str
    required_for_import: bool = True


class IdentitySchema(Struct, frozen=True, kw_only=True, dict=True):
    """What tells one remote object from all others; `version` counts its stored shapes, from 0."""

    attributes: Mapping[str, IdentityAttribute]
    version: int = 0

    @cached_property
    def object_type(self) -> ObjectType:
        """The type of an identity."""
        return ObjectType({name: attribute.type for name, attribute in self.attributes.items()})


def object_type(attributes: Mapping[str, Attribute]) -> ObjectType:
    """The object type that these attributes make up."""
    return ObjectType({name: attribute.value_type for name, attribute in attributes.items()})
