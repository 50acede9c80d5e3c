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
    """Checks one value of a configuration. It is called for every value that is known and not null."""

    def validate(self, value: Value, path: Path) -> Iterable[Diagnostic]:
        """What is wrong with `value`, which is at `path`; nothing if it is valid."""


class LateValidator(Struct, frozen=True):
    """A validator that only warns while a configuration is validated. Its errors are those of plans and reads.

    It is for values that are usually references to other objects. If a test of Terraform mocks a provider, only
    validation still uses the real one, and mocked values are short random texts.
    """

    def check(self, value: Value, path: Path) -> Iterable[Diagnostic]:
        """The errors of `value`, which is at `path`; nothing if it is valid."""
        raise NotImplementedError

    def validate(self, value: Value, path: Path) -> Iterable[Diagnostic]:
        """The same as warnings."""
        return tuple(each.as_warning() for each in self.check(value, path))


class NestedAttributes(Struct, frozen=True, kw_only=True, eq=False, dict=True):
    """The type of an attribute that is an object with attributes of its own, or a collection of such objects.

    `validators` are called with each object.
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
    """An attribute: who sets it, how it is checked and how it is planned.

    An attribute is exactly one of these: `required`; `optional`; `computed`; `optional` and `computed`, which means
    that the service chooses a value if the user does not. `default` is planned if the configuration has null. An
    attribute with a default is `optional` and `computed`.

    A change of an attribute with `requires_replace` replaces the resource. A computed attribute that the configuration
    does not set is planned as unknown when the resource is created or updated. An update keeps its prior value instead
    with `use_state_for_unknown`, and also where the attribute is optional: what the user leaves out is left alone.

    `description` is Markdown: what the attribute does, its unit and its default. `deprecated` is the message for users
    of a deprecated attribute.
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

    `version` is the version of stored states, counted from 0. `validators` are called with the whole configuration.
    Schemas are compared by identity, so that they can be keys of caches.
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
    """An attribute of a resource identity, which an import has to set or can leave out."""

    type: Type
    description: str
    required_for_import: bool = True


class IdentitySchema(Struct, frozen=True, kw_only=True, dict=True):
    """The schema of a resource identity, which identifies one remote object. `version` is counted from 0."""

    attributes: Mapping[str, IdentityAttribute]
    version: int = 0

    @cached_property
    def object_type(self) -> ObjectType:
        """The type of an identity."""
        return ObjectType({name: attribute.type for name, attribute in self.attributes.items()})


def object_type(attributes: Mapping[str, Attribute]) -> ObjectType:
    """The object type with these attributes."""
    return ObjectType({name: attribute.value_type for name, attribute in attributes.items()})
