"""Upgrade: stored states and identities of older schema versions (rpcs UpgradeResourceState, UpgradeResourceIdentity)."""

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
    """A stored state or identity: the schema version that it was written with, and its JSON."""

    type_name: str
    version: int
    json: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """The state or identity as a value of the current schema; None where errors leave none."""

    value: Mapping[str, Value] | None
    diagnostics: tuple[Diagnostic, ...] = ()


async def upgrade_state(session: Session, request: Request) -> Response:
    """The stored state as a value of the resource's current schema."""
    raise NotImplementedError


async def upgrade_identity(session: Session, request: Request) -> Response:
    """The stored identity as a value of the resource's current identity schema."""
    raise NotImplementedError
