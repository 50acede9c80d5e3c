"""From protocol messages to values; whatever cannot be read becomes a DiagnosticError."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from stitch_provider.terraform.diagnostics import DiagnosticError, error
from stitch_provider.terraform.values import json, msgpack
from stitch_provider.terraform.values.codec_error import CodecError

if TYPE_CHECKING:
    from stitch_provider.terraform.protocol.stubs import tfplugin6_pb2 as pb
    from stitch_provider.terraform.values.types import ObjectType, Type
    from stitch_provider.terraform.values.value import Value


def to_value(message: pb.DynamicValue, kind: Type, field: str) -> Value:
    """The value of this type; `field` names the message's place in the request."""
    try:
        if message.msgpack:
            return msgpack.decode(message.msgpack, kind)
        if message.json:
            return json.decode(message.json, kind)
    except CodecError as cause:
        raise DiagnosticError(
            error(
                "Value cannot be read",
                f"What Terraform sent as {field} does not fit the provider's schema: {cause.message}. Terraform "
                "may know the schema of another version of the provider: run terraform init -upgrade.",
                cause.path,
            )
        ) from cause
    raise missing(field)


def to_object(message: pb.DynamicValue, kind: ObjectType, field: str) -> Mapping[str, Value] | None:
    """The object of this type, or None for null; `field` names the message's place in the request."""
    value = to_value(message, kind, field)
    if value is not None and not isinstance(value, Mapping):
        raise DiagnosticError(error("Value cannot be read", f"What Terraform sent as {field} is unknown as a whole."))
    return value


def to_known_object(message: pb.DynamicValue, kind: ObjectType, field: str) -> Mapping[str, Value]:
    """The object of this type, where null makes no sense."""
    value = to_object(message, kind, field)
    if value is None:
        raise missing(field)
    return value


def to_identity(message: pb.ResourceIdentityData, kind: ObjectType, field: str) -> Mapping[str, Value] | None:
    """The identity of this type; None where the request has none."""
    if not message.HasField("identity_data"):
        return None
    return to_object(message.identity_data, kind, field)


def to_stored_json(message: pb.RawState, field: str) -> bytes:
    """The JSON of a stored state or identity."""
    if message.flatmap:
        raise DiagnosticError(
            error(
                "State is too old",
                "The state was written by Terraform 0.11 or older, which this provider never worked with. Remove the "
                "resource from the state and import it again.",
            )
        )
    if not message.json:
        raise missing(field)
    return message.json


def missing(field: str) -> DiagnosticError:
    """The error for a request without a field that it needs."""
    return DiagnosticError(
        error(
            "Incomplete request",
            f"Terraform's request lacks the field {field}. Terraform and the provider do not understand each other: "
            "use a released version of Terraform, 1.6 or newer.",
        )
    )
