"""Data: read a data source (rpc ReadDataSource)."""

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
    """The data source's configuration, wholly known."""

    type_name: str
    config: Mapping[str, Value]
    deferral_allowed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What was found; None where errors or a deferral leave nothing."""

    state: Mapping[str, Value] | None
    deferred: DeferredReason | None = None
    diagnostics: tuple[Diagnostic, ...] = ()


async def read_data(session: Session, request: Request) -> Response:
    """Look it up."""
    raise NotImplementedError
