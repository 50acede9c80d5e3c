"""Import: the state of an object that exists already (rpc ImportResourceState)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from stitch_provider.terraform.diagnostics import Diagnostic
from stitch_provider.terraform.engine.deferral import DeferredReason
from stitch_provider.terraform.values.value import Value

if TYPE_CHECKING:
    from stitch_provider.terraform.engine.session import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What to import: an id (not empty) or an identity."""

    type_name: str
    id: str = ""
    identity: Mapping[str, Value] | None = None
    deferral_allowed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """The imported state; None where errors or a deferral leave none."""

    state: Mapping[str, Value] | None
    private: bytes = b""
    identity: Mapping[str, Value] | None = None
    deferred: DeferredReason | None = None
    diagnostics: tuple[Diagnostic, ...] = ()


async def import_state(session: Session, request: Request) -> Response:
    """Import by id or by identity."""
    raise NotImplementedError
