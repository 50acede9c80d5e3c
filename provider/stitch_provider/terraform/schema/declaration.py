"""Models that declare their schema, so that every attribute is written once.

>>> class Greeting(Model):
...     text: str | Unknown = required("What to say to the {noun}.")
...     loud: bool | Unknown | None = optional("Whether to shout. Default: `false`.", default=False)
>>> GREETING = schema_of(Greeting, "A greeting for the {noun}.", noun="guest")

| part of a field | meaning |
|---|---|
| the name | the name of the attribute |
| the annotation | the type of the attribute (see `fields`) and of the Python value |
| the assigned value | everything else; with `default` the argument of the constructor is optional |

A model also has the fields of its base class, after its own. A base class can leave the declaration of a field to its
subclasses.

In every description, also in those of nested models, `{noun}` is replaced by the `noun` of the schema. So several nouns
can use the same fields.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, TypeVar, dataclass_transform, overload

from msgspec import NODEFAULT, Struct, StructMeta
from msgspec.structs import replace

from stitch_provider.terraform.schema.attribute import Attribute, NestedAttributes, Schema, Validator
from stitch_provider.terraform.schema.fields import NestedModel, fields
from stitch_provider.terraform.values.types import DYNAMIC

T = TypeVar("T")


class _Declaration(Struct, frozen=True):
    """The value assigned to a field: its attribute without the type, and the constructor's default or NODEFAULT."""

    attribute: Attribute
    initial: Any


def required(description: str, *, requires_replace: bool = False, validators: tuple[Validator, ...] = ()) -> Any:
    """Declare an attribute that the user has to set."""
    return _Declaration(
        Attribute(
            type=DYNAMIC,
            description=description,
            required=True,
            requires_replace=requires_replace,
            validators=validators,
        ),
        NODEFAULT,
    )


@overload
def optional(
    description: str,
    *,
    computed: bool = ...,
    requires_replace: bool = ...,
    sensitive: bool = ...,
    write_only: bool = ...,
    validators: tuple[Validator, ...] = ...,
) -> Any: ...
@overload
def optional(
    description: str,
    *,
    default: T,
    computed: bool = ...,
    requires_replace: bool = ...,
    sensitive: bool = ...,
    write_only: bool = ...,
    validators: tuple[Validator, ...] = ...,
) -> T: ...
def optional(
    description: str,
    *,
    default: Any = NODEFAULT,
    computed: bool = False,
    requires_replace: bool = False,
    sensitive: bool = False,
    write_only: bool = False,
    validators: tuple[Validator, ...] = (),
) -> Any:
    """Declare an attribute that the user can set.

    If the configuration has null, `default` is planned unless it is None. With `computed`, the service chooses a value
    when the resource is created, and later the value stays as it is.
    """
    planned = None if default is NODEFAULT else default
    return _Declaration(
        Attribute(
            type=DYNAMIC,
            description=description,
            optional=True,
            computed=computed or planned is not None,
            default=planned,
            requires_replace=requires_replace,
            sensitive=sensitive,
            write_only=write_only,
            validators=validators,
        ),
        default,
    )


@overload
def computed(description: str, *, sensitive: bool = ..., use_state_for_unknown: bool = ...) -> Any: ...
@overload
def computed(description: str, *, default: None, sensitive: bool = ..., use_state_for_unknown: bool = ...) -> Any: ...
def computed(
    description: str, *, default: Any = NODEFAULT, sensitive: bool = False, use_state_for_unknown: bool = False
) -> Any:
    """Declare an attribute that the service sets. `default=None` makes the argument of the constructor optional."""
    return _Declaration(
        Attribute(
            type=DYNAMIC,
            description=description,
            computed=True,
            sensitive=sensitive,
            use_state_for_unknown=use_state_for_unknown,
        ),
        default,
    )


class _ModelMeta(StructMeta):
    """Removes the declarations from a class, because msgspec would use them as defaults."""

    def __new__(
        cls,
        name: str,
        bases: tuple[type, ...],
        namespace: dict[str, Any],
        validators: tuple[Validator, ...] = (),
        **options: Any,
    ) -> Any:
        own = {field: value for field, value in namespace.items() if isinstance(value, _Declaration)}
        for field, declaration in own.items():
            if declaration.initial is NODEFAULT:
                del namespace[field]
            else:
                namespace[field] = declaration.initial
        namespace["__declarations__"] = getattr(bases[0], "__declarations__", {}) | own
        namespace["__validators__"] = getattr(bases[0], "__validators__", ()) + validators
        return super().__new__(cls, name, bases, namespace, kw_only=True, **options)


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(required, optional, computed))
class Model(Struct, metaclass=_ModelMeta, frozen=True):
    """A configuration, plan or state, or a nested object in one. `validators` is a keyword of the class definition."""

    __declarations__: ClassVar[Mapping[str, _Declaration]]
    __validators__: ClassVar[tuple[Validator, ...]]


def schema_of(
    model: type[Model], description: str, *, noun: str = "", version: int = 0, deprecated: str = ""
) -> Schema:
    """The schema that a model declares."""
    return Schema(
        attributes=_attributes(model, noun),
        description=description.replace("{noun}", noun),
        version=version,
        deprecated=deprecated,
        validators=model.__validators__,
    )


def _attributes(model: type[Model], noun: str) -> Mapping[str, Attribute]:
    attributes = {}
    for name, field_type in fields(model).items():
        declaration = model.__declarations__.get(name)
        if declaration is None:
            raise TypeError(f"{model.__name__}.{name} does not declare an attribute")
        attribute = declaration.attribute
        attributes[name] = replace(
            attribute,
            type=_nested_attributes(field_type, noun) if isinstance(field_type, NestedModel) else field_type,
            description=attribute.description.replace("{noun}", noun),
        )
    return attributes


def _nested_attributes(nested: NestedModel, noun: str) -> NestedAttributes:
    return NestedAttributes(
        nesting=nested.nesting,
        attributes=_attributes(nested.model, noun),
        validators=nested.model.__validators__,
    )
