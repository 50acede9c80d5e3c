"""Generate configuration: what a user would write to get a state (rpc GenerateResourceConfig)."""

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
    """The state to write a configuration for."""

    type_name: str
    state: Mapping[str, Value] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """A configuration value: attributes that nobody has to or can write are null."""

    config: Mapping[str, Value] | None
    diagnostics: tuple[Diagnostic, ...] = ()


async def generate_config(session: Session, request: Request) -> Response:
    """The configuration that describes the state."""
    raise NotImplementedError
