"""Plan: what a configuration would make of a resource (rpc PlanResourceChange)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from stitch_provider.terraform.diagnostics import Diagnostic
from stitch_provider.terraform.engine.deferral import DeferredReason
from stitch_provider.terraform.values.path import Path
from stitch_provider.terraform.values.value import Value

if TYPE_CHECKING:
    from stitch_provider.terraform.engine.session import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A change to plan: `prior` is None for a create, `proposed` and `config` are None for a destroy."""

    type_name: str
    config: Mapping[str, Value] | None
    prior: Mapping[str, Value] | None
    proposed: Mapping[str, Value] | None
    private: bytes = b""
    prior_identity: Mapping[str, Value] | None = None
    deferral_allowed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """The plan; `planned` is None for a destroy and where errors leave no plan."""

    planned: Mapping[str, Value] | None
    private: bytes = b""
    identity: Mapping[str, Value] | None = None
    requires_replace: tuple[Path, ...] = ()
    deferred: DeferredReason | None = None
    diagnostics: tuple[Diagnostic, ...] = ()


async def plan(session: Session, request: Request) -> Response:
    """Plan a create, an update or a destroy."""
    raise NotImplementedError
