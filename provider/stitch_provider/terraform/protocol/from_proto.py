"""Conversion of protocol messages to values. A message that cannot be decoded raises a DiagnosticError."""

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
    """Decode a value of this type. `field` is the name of the field in the request."""
    try:
        if message.msgpack:
            return msgpack.decode(message.msgpack, kind)
        if message.json:
            return json.decode(message.json, kind)
    except CodecError as cause:
        raise DiagnosticError(
            error(
                "Value cannot be read",
                f"The value of {field} in the request does not fit the provider's schema: {cause.message}. The request "
                "may have been made for another version of the provider. Use the command `init -upgrade`.",
                cause.path,
            )
        ) from cause
    raise missing(field)


def to_object(message: pb.DynamicValue, kind: ObjectType, field: str) -> Mapping[str, Value] | None:
    """Decode an object of this type, or null to None. `field` is the name of the field in the request."""
    value = to_value(message, kind, field)
    if value is not None and not isinstance(value, Mapping):
        raise DiagnosticError(
            error(
                "Value cannot be read",
                f"The value of {field} in the request is unknown. Use a released version of Terraform or OpenTofu.",
            )
        )
    return value


def to_known_object(message: pb.DynamicValue, kind: ObjectType, field: str) -> Mapping[str, Value]:
    """Decode an object of this type, which must not be null."""
    value = to_object(message, kind, field)
    if value is None:
        raise missing(field)
    return value


def to_identity(message: pb.ResourceIdentityData, kind: ObjectType, field: str) -> Mapping[str, Value] | None:
    """Decode an identity of this type, or return None if the request has none."""
    if not message.HasField("identity_data"):
        return None
    return to_object(message.identity_data, kind, field)


def to_stored_json(message: pb.RawState, field: str) -> bytes:
    """The JSON of a stored state or identity."""
    if message.flatmap:
        raise DiagnosticError(
            error(
                "State is too old",
                "The state was written by Terraform 0.11 or older, which this provider does not support. Remove the "
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
            f"The request does not have the field {field}. Use a released version of Terraform or OpenTofu.",
        )
    )
