"""Validate a configuration.

Serves the rpcs ValidateProviderConfig, ValidateResourceConfig, ValidateDataResourceConfig,
ValidateEphemeralResourceConfig, ValidateListResourceConfig and ValidateActionConfig.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Protocol

from msgspec import Struct

from stitch_provider.terraform.diagnostics import Diagnostic, DiagnosticError, has_error
from stitch_provider.terraform.schema.model import bind
from stitch_provider.terraform.schema.validation import late_errors, missing_attributes, validate_config
from stitch_provider.terraform.values.value import Value

if TYPE_CHECKING:
    from stitch_provider.terraform.engine.session import Session
    from stitch_provider.terraform.resource import Action
    from stitch_provider.terraform.schema.attribute import Schema


class ProviderRequest(Struct, frozen=True, kw_only=True):
    """The configuration of a provider."""

    config: Mapping[str, Value]


class ResourceRequest(Struct, frozen=True, kw_only=True):
    """The configuration of a resource. `write_only_allowed` is whether the client supports write-only attributes."""

    type_name: str
    config: Mapping[str, Value]
    write_only_allowed: bool = False


class BlockRequest(Struct, frozen=True, kw_only=True):
    """The configuration of a data source, an ephemeral resource, a list resource or an action."""

    type_name: str
    config: Mapping[str, Value]


class Response(Struct, frozen=True, kw_only=True):
    """The diagnostics, none if the configuration is valid."""

    diagnostics: tuple[Diagnostic, ...] = ()


async def validate_provider(session: Session, request: ProviderRequest) -> Response:
    """Validate the configuration of a provider."""
    return _validate(session.provider, request.config)


async def validate_resource(session: Session, request: ResourceRequest) -> Response:
    """Validate the configuration of a resource."""
    resource = session.resource(request.type_name)
    return _validate(resource, request.config, write_only_allowed=request.write_only_allowed)


async def validate_data(session: Session, request: BlockRequest) -> Response:
    """Validate the configuration of a data source."""
    return _validate(session.data_source(request.type_name), request.config)


async def validate_ephemeral(session: Session, request: BlockRequest) -> Response:
    """Validate the configuration of an ephemeral resource."""
    return _validate(session.ephemeral_resource(request.type_name), request.config)


async def validate_list(session: Session, request: BlockRequest) -> Response:
    """Validate the configuration of a list resource."""
    return _validate(session.list_resource(request.type_name), request.config)


async def validate_action(session: Session, request: BlockRequest) -> Response:
    """Validate the configuration of an action."""
    return _validate(session.action(request.type_name), request.config)


def check_late(kind: _Configurable, config: Mapping[str, Value]) -> None:
    """Raise DiagnosticError for values that are no more than warnings to the validation of the configuration."""
    found = tuple(late_errors(kind.schema, config))
    if found:
        raise DiagnosticError(*found)


def check_action(action: Action[Any, Any], config: Mapping[str, Value]) -> None:
    """Raise DiagnosticError if the configuration of an action is not valid.

    Unlike the configurations of resources, Terraform does not validate that of an action again when values that were
    unknown are known.
    """
    found = _validate(action, config).diagnostics
    if has_error(found):
        raise DiagnosticError(*found)
    check_late(action, config)


class _Configurable(Protocol):
    """Something that has a configuration."""

    @property
    def schema(self) -> Schema:
        """The schema of the configuration."""

    @property
    def model(self) -> type[Any]:
        """The model of the configuration."""

    def validate(self, config: Any) -> Iterable[Diagnostic]:
        """The diagnostics of the provider."""


def _validate(
    kind: _Configurable,
    config: Mapping[str, Value],
    *,
    write_only_allowed: bool = True,
) -> Response:
    """Validate by the schema, then by the provider, unless required attributes are missing."""
    missing = tuple(missing_attributes(kind.schema, config))
    if missing:
        return Response(diagnostics=missing)
    found = tuple(validate_config(kind.schema, config, write_only_allowed=write_only_allowed))
    try:
        return Response(diagnostics=(*found, *kind.validate(bind(kind.model, config))))
    except DiagnosticError as refused:
        return Response(diagnostics=(*found, *refused.diagnostics))
