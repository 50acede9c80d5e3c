"""The provider: its configuration, and all objects that it offers."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from msgspec import Struct

from stitch_provider.terraform.diagnostics import Diagnostic

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from stitch_provider.terraform.resource.action import Action
    from stitch_provider.terraform.resource.data import DataSource
    from stitch_provider.terraform.resource.ephemeral import EphemeralResource
    from stitch_provider.terraform.resource.function import Function
    from stitch_provider.terraform.resource.listing import ListResource
    from stitch_provider.terraform.resource.managed import Resource
    from stitch_provider.terraform.schema.attribute import Schema
    from stitch_provider.terraform.values.value import Value

M = TypeVar("M")
A = TypeVar("A")


class ConfigureRequest(Struct, Generic[M], frozen=True, kw_only=True):
    """The provider's configuration. Values can be unknown.

    `stop` is set when Terraform requests that all operations end. `terraform_version` is that of the engine.
    """

    config: M
    stop: asyncio.Event
    terraform_version: str


class ConfigureResponse(Struct, Generic[A], frozen=True, kw_only=True):
    """The provider data, which every operation gets. It is None if values are unknown or there are errors."""

    provider_data: A | None
    diagnostics: tuple[Diagnostic, ...] = ()


class Provider(Protocol[M, A]):
    """A provider: its configuration, and the objects that it offers, by type name."""

    @property
    def schema(self) -> Schema:
        """The schema of the configuration."""
        ...

    @property
    def model(self) -> type[M]:
        """The model of the configuration."""
        ...

    @property
    def resources(self) -> Mapping[str, Resource[Any, A]]:
        """The managed resources."""
        ...

    @property
    def data_sources(self) -> Mapping[str, DataSource[Any, A]]:
        """The data sources."""
        ...

    @property
    def list_resources(self) -> Mapping[str, ListResource[Any, A]]:
        """The list resources, by the type name of the managed resource."""
        return {}

    @property
    def ephemeral_resources(self) -> Mapping[str, EphemeralResource[Any, A]]:
        """The ephemeral resources."""
        return {}

    @property
    def actions(self) -> Mapping[str, Action[Any, A]]:
        """The actions."""
        return {}

    @property
    def functions(self) -> Mapping[str, Function]:
        """The functions, by function name."""
        return {}

    def stored_schemas(self) -> bytes:
        """The response to GetProviderSchema if it is stored, else nothing. Then it is made from the schemas."""
        return b""

    def validate(self, config: M) -> Iterable[Diagnostic]:
        """Check a provider configuration without calls. Values can be unknown."""
        return ()

    async def configure(self, request: ConfigureRequest[M]) -> ConfigureResponse[A]:
        """Create the provider data from the configuration."""
        ...

    async def check_target(self, provider_data: A, type_name: str) -> None:
        """Check that the provider data reach what the configuration names, before an object is created or listed.

        Raises DiagnosticError.
        """

    async def check_missing(
        self, provider_data: A, type_name: str, identity: Mapping[str, Value]
    ) -> Iterable[Diagnostic]:
        """Check that an object of the state is missing for no other reason than that it does not exist.

        Called where the `read` of a resource finds none. `identity` is that of the object. Returns warnings for the
        user. Raises DiagnosticError where the object may exist, so that the state keeps it.
        """
        return ()

    async def complete_identity(self, provider_data: A, identity: Mapping[str, Value]) -> Mapping[str, Value]:
        """The identity of an object with values for what is null in it, where the provider can find them out.

        Called after an object was created, updated, read or imported. Raises nothing: what cannot be found out now is
        found out by a later read.
        """
        return identity

    async def close(self, provider_data: A) -> None:
        """Close what `configure` has opened."""
