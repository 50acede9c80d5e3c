"""Conversion of values, schemas and diagnostics to protocol messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from google.protobuf.timestamp_pb2 import Timestamp

from stitch_provider.terraform.diagnostics import Severity
from stitch_provider.terraform.protocol.stubs import tfplugin6_pb2 as pb
from stitch_provider.terraform.schema.attribute import NestedAttributes
from stitch_provider.terraform.values import msgpack
from stitch_provider.terraform.values.path import Attribute, Element, Index, Key, Path
from stitch_provider.terraform.values.type_json import encode_type

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from stitch_provider.terraform.diagnostics import Diagnostic
    from stitch_provider.terraform.engine.deferral import DeferredReason
    from stitch_provider.terraform.resource import Function, FunctionError, Parameter
    from stitch_provider.terraform.schema import attribute as schemas
    from stitch_provider.terraform.values.types import ObjectType, Type
    from stitch_provider.terraform.values.value import Value

_SEVERITIES = {Severity.ERROR: pb.Diagnostic.ERROR, Severity.WARNING: pb.Diagnostic.WARNING}

_NESTINGS = {
    "single": pb.Schema.Object.SINGLE,
    "list": pb.Schema.Object.LIST,
    "set": pb.Schema.Object.SET,
    "map": pb.Schema.Object.MAP,
}


def dynamic_value(value: Value, kind: Type) -> pb.DynamicValue:
    """The message of a value of this type; raises CodecError if the value does not fit the type."""
    return pb.DynamicValue(msgpack=msgpack.encode(value, kind))


def identity(value: Mapping[str, Value] | None, kind: ObjectType) -> pb.ResourceIdentityData | None:
    """The message of an identity, or None if there is none."""
    return None if value is None else pb.ResourceIdentityData(identity_data=dynamic_value(value, kind))


def diagnostics(values: Iterable[Diagnostic]) -> list[pb.Diagnostic]:
    """The messages of diagnostics."""
    return [_diagnostic(value) for value in values]


def _diagnostic(value: Diagnostic) -> pb.Diagnostic:
    """The message of a diagnostic.

    Every engine finds the line of a top-level attribute and of its elements. For a longer path, OpenTofu and older
    versions of Terraform display the first line of the whole resource. So the message has only the beginning of such a
    path, and its detail ends with the whole path unless it contains that already.
    """
    steps = value.path.steps
    while steps and isinstance(steps[-1], Element):
        steps = steps[:-1]
    found = steps[:1] if isinstance(next(iter(steps[1:]), None), Attribute) else steps[:2]
    path = str(Path(steps))
    detail = value.detail if found == steps or path in value.detail else f"{value.detail}\n\nAttribute: {path}"
    return pb.Diagnostic(
        severity=_SEVERITIES[value.severity],
        summary=text(value.summary),
        detail=text(detail),
        attribute=attribute_path(Path(found)) if found else None,
    )


def attribute_path(path: Path) -> pb.AttributePath:
    """The message of a path. It ends before an element of a set, which the protocol cannot represent."""
    steps = []
    for step in path.steps:
        match step:
            case Attribute(name):
                steps.append(pb.AttributePath.Step(attribute_name=text(name)))
            case Key(key):
                steps.append(pb.AttributePath.Step(element_key_string=text(key)))
            case Index(index):
                steps.append(pb.AttributePath.Step(element_key_int=index))
            case Element():
                break
    return pb.AttributePath(steps=steps)


def deferred(reason: DeferredReason | None) -> pb.Deferred | None:
    """The message of a deferral, or None if there is none."""
    return None if reason is None else pb.Deferred(reason=reason.name)


def timestamp(moment: datetime | None) -> Timestamp | None:
    """The message of a time (an aware datetime), or None if there is none."""
    if moment is None:
        return None
    message = Timestamp()
    message.FromDatetime(moment)
    return message


def function(value: Function) -> pb.Function:
    """The message of a function's signature."""
    message = pb.Function(
        parameters=map(_parameter, value.parameters),
        variadic_parameter=None if value.variadic is None else _parameter(value.variadic),
        summary=value.summary,
        description=value.description,
        description_kind=pb.MARKDOWN,
    )
    getattr(message, "return").type = encode_type(value.return_type)  # a keyword of Python
    return message


def _parameter(value: Parameter) -> pb.Function.Parameter:
    return pb.Function.Parameter(
        name=value.name,
        type=encode_type(value.type),
        allow_null_value=value.allow_null,
        allow_unknown_values=value.allow_unknown,
        description=value.description,
        description_kind=pb.MARKDOWN,
    )


def function_error(value: FunctionError) -> pb.FunctionError:
    """The message of a function's error, without the full stop at its end: Terraform adds one."""
    return pb.FunctionError(text=text(value.text).removesuffix("."), function_argument=value.argument)


def schema(value: schemas.Schema) -> pb.Schema:
    """The message of a schema."""
    return pb.Schema(
        version=value.version,
        block=pb.Schema.Block(
            attributes=_attributes(value.attributes),
            description=value.description,
            description_kind=pb.MARKDOWN,
            deprecated=bool(value.deprecated),
            deprecation_message=value.deprecated,
        ),
    )


def identity_schema(value: schemas.IdentitySchema) -> pb.ResourceIdentitySchema:
    """The message of an identity schema."""
    return pb.ResourceIdentitySchema(
        version=value.version,
        identity_attributes=[
            pb.ResourceIdentitySchema.IdentityAttribute(
                name=name,
                type=encode_type(attribute.type),
                required_for_import=attribute.required_for_import,
                optional_for_import=not attribute.required_for_import,
                description=attribute.description,
            )
            for name, attribute in value.attributes.items()
        ],
    )


def _attributes(attributes: Mapping[str, schemas.Attribute]) -> list[pb.Schema.Attribute]:
    return [_attribute(name, attribute) for name, attribute in attributes.items()]


def _attribute(name: str, attribute: schemas.Attribute) -> pb.Schema.Attribute:
    has_default = attribute.default is not None
    message = pb.Schema.Attribute(
        name=name,
        description=attribute.description,
        description_kind=pb.MARKDOWN,
        required=attribute.required,
        optional=attribute.optional or has_default,
        computed=attribute.computed or has_default,
        sensitive=attribute.sensitive,
        write_only=attribute.write_only,
        deprecated=bool(attribute.deprecated),
        deprecation_message=attribute.deprecated,
    )
    if isinstance(attribute.type, NestedAttributes):
        message.nested_type.nesting = _NESTINGS[attribute.type.nesting]
        message.nested_type.attributes.extend(_attributes(attribute.type.attributes))
    else:
        message.type = encode_type(attribute.type)
    return message


def text(value: str) -> str:
    """The text without lone surrogates, which text from elsewhere may contain and UTF-8 cannot represent."""
    return value.encode("utf-8", "replace").decode()
