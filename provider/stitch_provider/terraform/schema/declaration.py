"""Declarations: a model that is its schema, so that every attribute is written once.

>>> class Greeting(Model):
...     text: str | Unknown = required("What to say to the {noun}.")
...     loud: bool | Unknown | None = optional("Whether to shout. Default: `false`.", default=False)
>>> GREETING = schema_of(Greeting, "A greeting for the {noun}.", noun="guest")

| of a field | is |
|---|---|
| the name | the attribute's name |
| the annotation | the attribute's type (see `fields`) and the type of the Python value |
| what is assigned | everything else; with `default` the constructor's argument can be left out |

A model has the fields of its base class too, after its own. In every description, those of nested models included,
`{noun}` is replaced by the `noun` that the schema is made for, so that nouns can share fields. A base class may leave a
field without a declaration: then each of its subclasses declares it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Literal, TypeVar, dataclass_transform, overload

from msgspec import NODEFAULT, Struct, StructMeta
from msgspec.structs import replace

from stitch_provider.terraform.schema.attribute import Attribute, NestedAttributes, Schema, Validator
from stitch_provider.terraform.schema.fields import NestedModel, fields
from stitch_provider.terraform.values.types import DYNAMIC

T = TypeVar("T")


class _Declaration(Struct, frozen=True):
    """What is assigned to a field: its attribute but for the type, and the constructor's default or NODEFAULT."""

    attribute: Attribute
    initial: Any


def required(description: str, *, requires_replace: bool = False, validators: tuple[Validator, ...] = ()) -> Any:
    """Declares an attribute that the user has to set."""
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
    """Declares an attribute that the user may set.

    Where the configuration has null, `default` is planned unless it is None. With `computed` the service decides there.
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
    """Declares an attribute that the service sets. `default=None` lets the constructor leave it out."""
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
    """Takes the declarations out of a class before msgspec reads them as defaults."""

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
    """A configuration, plan or state, or a nested object in one. `validators`, a class keyword, see it as a whole."""

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


def nested_attributes(
    model: type[Model], nesting: Literal["single", "list", "map"] = "single", *, noun: str = ""
) -> NestedAttributes:
    """The type of an attribute whose objects have this model."""
    return NestedAttributes(nesting=nesting, attributes=_attributes(model, noun), validators=model.__validators__)


def _attributes(model: type[Model], noun: str) -> Mapping[str, Attribute]:
    attributes = {}
    for name, held in fields(model).items():
        declaration = model.__declarations__.get(name)
        if declaration is None:
            raise TypeError(f"{model.__name__}.{name} declares no attribute")
        attribute = declaration.attribute
        attributes[name] = replace(
            attribute,
            type=nested_attributes(held.model, held.nesting, noun=noun) if isinstance(held, NestedModel) else held,
            description=attribute.description.replace("{noun}", noun),
        )
    return attributes
