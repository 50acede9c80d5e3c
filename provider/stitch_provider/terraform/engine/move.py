"""Move a state of another provider or resource type to a resource of this provider (rpc MoveResourceState).

Terraform compares providers by their whole address, with the host of the registry. A state of this provider that was
written under another host, such as that of OpenTofu's registry or of a mirror, is therefore moved as well. It is
upgraded, as if it had been written under this host.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from msgspec import Struct

from stitch_provider.terraform.diagnostics import Diagnostic, DiagnosticError, error
from stitch_provider.terraform.engine import upgrade
from stitch_provider.terraform.engine.binding import state_of
from stitch_provider.terraform.engine.identity import identify
from stitch_provider.terraform.engine.outcome import known_object
from stitch_provider.terraform.engine.private import decode_foreign, encode_private
from stitch_provider.terraform.engine.proposal import without_write_only
from stitch_provider.terraform.resource import MoveRequest
from stitch_provider.terraform.schema.model import bind
from stitch_provider.terraform.values import json
from stitch_provider.terraform.values.codec_error import CodecError
from stitch_provider.terraform.values.value import Value

if TYPE_CHECKING:
    from stitch_provider.terraform.engine.session import Session


class Request(Struct, frozen=True, kw_only=True):
    """A state to move. `json` is the state as `provider_address` stored it for its `source_type_name`."""

    type_name: str
    provider_address: str
    source_type_name: str
    source_schema_version: int
    json: bytes
    private: bytes = b""


class Response(Struct, frozen=True, kw_only=True):
    """The moved state, or None if it cannot be moved."""

    state: Mapping[str, Value] | None
    private: bytes = b""
    identity: Mapping[str, Value] | None = None
    diagnostics: tuple[Diagnostic, ...] = ()


async def move(session: Session, request: Request) -> Response:
    """Upgrade a state of the same resource type. Let the target resource convert every other state."""
    resource = session.resource(request.type_name)
    namesake = request.provider_address in resource.providers_of_namesakes
    if request.source_type_name == request.type_name and not namesake:
        return await _upgrade(session, request)
    try:
        moved = resource.move(_move_request(request))
    except DiagnosticError as refused:
        return Response(state=None, diagnostics=refused.diagnostics)
    if moved is None:
        return Response(state=None, diagnostics=(_refusal(request),))
    state = known_object(state_of(resource, moved.state))
    return Response(
        state=state,
        private=encode_private(moved.private),
        identity=identify(resource, moved.state),
        diagnostics=moved.diagnostics,
    )


async def _upgrade(session: Session, request: Request) -> Response:
    """The state in the current version of its schema, with its private state."""
    resource = session.resource(request.type_name)
    upgraded = await upgrade.upgrade_state(
        session,
        upgrade.Request(type_name=request.type_name, version=request.source_schema_version, json=request.json),
    )
    if upgraded.value is None:
        return Response(state=None, diagnostics=upgraded.diagnostics or (_unreadable(request),))
    return Response(
        state=without_write_only(resource.schema, upgraded.value),
        private=encode_private(decode_foreign(request.private)),
        identity=identify(resource, bind(resource.model, upgraded.value)),
        diagnostics=upgraded.diagnostics,
    )


def _move_request(request: Request) -> MoveRequest:
    try:
        state = json.decode_plain(request.json)
    except CodecError:
        state = None
    if not isinstance(state, dict):
        raise DiagnosticError(_unreadable(request))
    return MoveRequest(
        provider_address=request.provider_address,
        type_name=request.source_type_name,
        schema_version=request.source_schema_version,
        state=state,
        private=decode_foreign(request.private),
    )


def _unreadable(request: Request) -> Diagnostic:
    return error(
        "The state to move cannot be read",
        f"The state of the {request.source_type_name} is not a JSON object. Use a removed block and an import block "
        "instead.",
    )


def _refusal(request: Request) -> Diagnostic:
    return error(
        "Resource cannot be moved",
        f"A {request.source_type_name} of {request.provider_address} cannot become a {request.type_name}. Use a "
        "removed block and an import block instead.",
    )
