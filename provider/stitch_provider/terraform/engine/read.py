"""Read: bring a state up to date (rpc ReadResource)."""

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
    """A state to bring up to date."""

    type_name: str
    state: Mapping[str, Value] | None
    private: bytes = b""
    identity: Mapping[str, Value] | None = None
    deferral_allowed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """The state as the service has it; None where the object is gone."""

    state: Mapping[str, Value] | None
    private: bytes = b""
    identity: Mapping[str, Value] | None = None
    deferred: DeferredReason | None = None
    diagnostics: tuple[Diagnostic, ...] = ()


async def read(session: Session, request: Request) -> Response:
    """Read the object; without an account its state stays as it is."""
    raise NotImplementedError
