"""Move the state of another resource type to one of this provider (rpc MoveResourceState)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from msgspec import Struct

from stitch_provider.terraform.diagnostics import Diagnostic, DiagnosticError, error
from stitch_provider.terraform.engine.binding import identify, state_of
from stitch_provider.terraform.engine.outcome import known_object
from stitch_provider.terraform.engine.private import decode_foreign, encode_private
from stitch_provider.terraform.resource import MoveRequest
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
    """Let the target resource convert the state."""
    resource = session.resource(request.type_name)
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


def _move_request(request: Request) -> MoveRequest:
    try:
        state = json.decode_plain(request.json)
    except CodecError:
        state = None
    if not isinstance(state, dict):
        raise DiagnosticError(
            error(
                "The state to move cannot be read",
                f"The state of the {request.source_type_name} is not a JSON object. Use a removed block and an "
                "import block instead.",
            )
        )
    return MoveRequest(
        provider_address=request.provider_address,
        type_name=request.source_type_name,
        schema_version=request.source_schema_version,
        state=state,
        private=decode_foreign(request.private),
    )


def _refusal(request: Request) -> Diagnostic:
    return error(
        "Resource cannot be moved",
        f"A {request.source_type_name} of {request.provider_address} cannot become a {request.type_name}. Use a "
        "removed block and an import block instead.",
    )
