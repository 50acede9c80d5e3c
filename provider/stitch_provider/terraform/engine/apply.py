"""Apply: carry out a plan (rpc ApplyResourceChange)."""

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
    """A plan to carry out: `prior` is None for a create, `planned` and `config` are None for a destroy."""

    type_name: str
    config: Mapping[str, Value] | None
    prior: Mapping[str, Value] | None
    planned: Mapping[str, Value] | None
    private: bytes = b""
    planned_identity: Mapping[str, Value] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """The state reached, wholly known; None where there is no object."""

    state: Mapping[str, Value] | None
    private: bytes = b""
    identity: Mapping[str, Value] | None = None
    diagnostics: tuple[Diagnostic, ...] = ()


class Progress:
    """What an apply has saved so far, for whoever has to answer when it ends in an exception."""


async def apply(session: Session, request: Request, progress: Progress | None = None) -> Response:
    """Create, update or delete; `progress` is written as the resource saves."""
    raise NotImplementedError


def unfinished(session: Session, request: Request, progress: Progress, *diagnostics: Diagnostic) -> Response:
    """What Terraform has to keep of an apply that ended in an exception; `diagnostics` says what happened."""
    raise NotImplementedError
