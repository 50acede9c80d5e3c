"""The provider: its configuration, and everything it offers by type name.

Every command of Terraform starts a process that only answers with the schemas. It needs none of what the provider
offers, and importing all of that takes a third of its time. Therefore this module imports what it needs when it is
asked for it, and the schemas are in a file.
"""

from __future__ import annotations

import os
from functools import cached_property
from typing import TYPE_CHECKING, Any

from stitch_provider.terraform.resource import Provider

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from stitch_provider.stitch.configuration import ProviderModel
    from stitch_provider.stitch.provider_data import ProviderData
    from stitch_provider.terraform.diagnostics import Diagnostic
    from stitch_provider.terraform.resource import (
        Action,
        ConfigureRequest,
        ConfigureResponse,
        DataSource,
        EphemeralResource,
        Function,
        ListResource,
        Resource,
    )
    from stitch_provider.terraform.schema.attribute import Schema
    from stitch_provider.terraform.values.value import Value

STORED_SCHEMAS = os.path.join(os.path.dirname(__file__), "schemas.pb")
"""The response to GetProviderSchema. `scripts/docs` writes the file, and a test compares it with the schemas."""


class StitchProvider(Provider["ProviderModel", "ProviderData"]):
    """Stitch through its Connect API. `transport` is an httpx transport that answers in place of the network."""

    def __init__(self, transport: Any = None) -> None:
        self._transport = transport

    @cached_property
    def model(self) -> type[ProviderModel]:
        from stitch_provider.stitch.configuration import ProviderModel

        return ProviderModel

    @cached_property
    def schema(self) -> Schema:
        from stitch_provider.stitch.configuration import SCHEMA

        return SCHEMA

    @cached_property
    def resources(self) -> Mapping[str, Resource[Any, ProviderData]]:
        from stitch_provider.stitch.offered import RESOURCES

        return RESOURCES

    @cached_property
    def data_sources(self) -> Mapping[str, DataSource[Any, ProviderData]]:
        from stitch_provider.stitch.offered import DATA_SOURCES

        return DATA_SOURCES

    @cached_property
    def list_resources(self) -> Mapping[str, ListResource[Any, ProviderData]]:
        from stitch_provider.stitch.offered import LIST_RESOURCES

        return LIST_RESOURCES

    @cached_property
    def ephemeral_resources(self) -> Mapping[str, EphemeralResource[Any, ProviderData]]:
        from stitch_provider.stitch.offered import EPHEMERAL_RESOURCES

        return EPHEMERAL_RESOURCES

    @cached_property
    def actions(self) -> Mapping[str, Action[Any, ProviderData]]:
        from stitch_provider.stitch.offered import ACTIONS

        return ACTIONS

    @cached_property
    def functions(self) -> Mapping[str, Function]:
        from stitch_provider.stitch.offered import FUNCTIONS

        return FUNCTIONS

    def stored_schemas(self) -> bytes:
        with open(STORED_SCHEMAS, "rb") as file:
            return file.read()

    async def configure(self, request: ConfigureRequest[ProviderModel]) -> ConfigureResponse[ProviderData]:
        from stitch_provider.stitch import configuring

        return configuring.configure(request, self._transport)

    async def check_target(self, provider: ProviderData, type_name: str) -> None:
        """Check the token, without which only accounts can be created, with the credentials of a partner."""
        from stitch_provider.stitch import ownership
        from stitch_provider.stitch.accounts.resource import AccountResource

        if provider.has_token or type_name != AccountResource.type_name:
            await ownership.check_token(provider)

    async def check_missing(
        self, provider: ProviderData, type_name: str, identity: Mapping[str, Value]
    ) -> Iterable[Diagnostic]:
        from stitch_provider.stitch import ownership

        number = "/".join(str(value) for name, value in identity.items() if name != "client_id" and value is not None)
        label = f"{type_name.removeprefix('stitch_').replace('_', ' ')} {number}"
        return await ownership.check_missing(provider, label, identity.get("client_id"))

    async def complete_identity(self, provider: ProviderData, identity: Mapping[str, Value]) -> Mapping[str, Value]:
        from stitch_provider.stitch import ownership

        return await ownership.complete_identity(provider, identity)

    async def close(self, provider: ProviderData) -> None:
        await provider.service.aclose()
