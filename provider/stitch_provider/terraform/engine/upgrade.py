"""Upgrade stored states and identities of older schema versions.

Serves the rpcs UpgradeResourceState and UpgradeResourceIdentity.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from stitch_provider.terraform.diagnostics import Diagnostic, DiagnosticError, error
from stitch_provider.terraform.values import json
from stitch_provider.terraform.values.codec_error import CodecError
from stitch_provider.terraform.values.value import Value

if TYPE_CHECKING:
    from stitch_provider.terraform.engine.session import Session
    from stitch_provider.terraform.resource import StateUpgrade
    from stitch_provider.terraform.values.types import ObjectType


class Request(Struct, frozen=True, kw_only=True):
    """A stored state or identity, as JSON, and the version of the schema that it was written with."""

    type_name: str
    version: int
    json: bytes


class Response(Struct, frozen=True, kw_only=True):
    """The state or identity as a value of the current schema, or None after an error."""

    value: Mapping[str, Value] | None
    diagnostics: tuple[Diagnostic, ...] = ()


async def upgrade_state(session: Session, request: Request) -> Response:
    """The stored state as a value of the current schema of the resource.

    Attributes that the schema no longer has are removed. New attributes are null.
    """
    resource = session.resource(request.type_name)
    return _upgrade(request, "state", resource.schema.version, resource.schema.object_type, resource.state_upgrades)


async def upgrade_identity(session: Session, request: Request) -> Response:
    """The stored identity as a value of the current identity schema of the resource."""
    resource = session.resource(request.type_name)
    return _upgrade(
        request, "identity", resource.identity.version, resource.identity.object_type, resource.identity_upgrades
    )


def _upgrade(
    request: Request, noun: str, current: int, kind: ObjectType, upgrades: Mapping[int, StateUpgrade]
) -> Response:
    try:
        stored = _upgraded(request, noun, current, upgrades)
        value = json.from_plain(stored, kind, drop_unsupported=True)
    except CodecError as cause:
        return Response(value=None, diagnostics=(_unreadable(request, noun, cause),))
    except DiagnosticError as refused:
        return Response(value=None, diagnostics=refused.diagnostics)
    return Response(value=value if isinstance(value, Mapping) else None)


def _upgraded(request: Request, noun: str, current: int, upgrades: Mapping[int, StateUpgrade]) -> Any:
    """The stored value as plain JSON of the current version."""
    if request.version > current:
        raise DiagnosticError(
            error(
                f"The {noun} was written by a newer provider",
                f"A {request.type_name} is stored with schema version {request.version}, but this version of the "
                f"provider supports versions up to {current}. Upgrade the provider.",
            )
        )
    stored = json.decode_plain(request.json)
    for version in range(request.version, current):
        if version not in upgrades:
            raise DiagnosticError(
                error(
                    f"The {noun} is too old",
                    f"A {request.type_name} is stored with schema version {request.version}, which this version of the "
                    "provider can no longer read. Apply once with an older version of the provider, then upgrade.",
                )
            )
        if isinstance(stored, dict):
            stored = upgrades[version](stored)
    return stored


def _unreadable(request: Request, noun: str, cause: CodecError) -> Diagnostic:
    return error(
        f"The stored {noun} cannot be read",
        f"What is stored for a {request.type_name} does not fit its schema: {cause}. Restore it from a backup, or "
        "remove the resource from the state and import it again.",
        cause.path,
    )
