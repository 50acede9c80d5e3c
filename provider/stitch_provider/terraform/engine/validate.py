"""Validate: what is wrong with a configuration (rpcs ValidateProviderConfig, ValidateResourceConfig, ValidateDataResourceConfig)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from stitch_provider.terraform.diagnostics import Diagnostic
from stitch_provider.terraform.values.value import Value

if TYPE_CHECKING:
    from stitch_provider.terraform.engine.session import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderRequest:
    """A provider configuration to check."""

    config: Mapping[str, Value]


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceRequest:
    """A resource configuration to check; `write_only_allowed` is what the client says it can handle."""

    type_name: str
    config: Mapping[str, Value]
    write_only_allowed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DataRequest:
    """A data source configuration to check."""

    type_name: str
    config: Mapping[str, Value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What is wrong, nothing where all is well."""

    diagnostics: tuple[Diagnostic, ...] = ()


async def validate_provider(session: Session, request: ProviderRequest) -> Response:
    """Check a provider configuration."""
    raise NotImplementedError


async def validate_resource(session: Session, request: ResourceRequest) -> Response:
    """Check a resource configuration."""
    raise NotImplementedError


async def validate_data(session: Session, request: DataRequest) -> Response:
    """Check a data source configuration."""
    raise NotImplementedError
