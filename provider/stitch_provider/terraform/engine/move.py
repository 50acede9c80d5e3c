"""Move: a state of another resource type becomes one of ours (rpc MoveResourceState)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from stitch_provider.terraform.diagnostics import Diagnostic
from stitch_provider.terraform.values.value import Value

if TYPE_CHECKING:
    from stitch_provider.terraform.engine.session import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """The state to move: `json` is the raw state as stored by `provider_address` for its `source_type_name`."""

    type_name: str
    provider_address: str
    source_type_name: str
    source_schema_version: int
    json: bytes
    private: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """The moved state; None where it cannot be moved."""

    state: Mapping[str, Value] | None
    private: bytes = b""
    identity: Mapping[str, Value] | None = None
    diagnostics: tuple[Diagnostic, ...] = ()


async def move(session: Session, request: Request) -> Response:
    """Ask the target resource to take the state over."""
    raise NotImplementedError
