"""A session: the state of a provider process between the requests of Terraform."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, TypeVar

from stitch_provider.terraform.diagnostics import DiagnosticError, error
from stitch_provider.terraform.schema.suggestions import nearest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stitch_provider.terraform.resource import (
        Action,
        DataSource,
        EphemeralResource,
        Function,
        ListResource,
        Provider,
        Resource,
    )

T = TypeVar("T")


class Session:
    """The provider, its provider data, and whether running operations should end early.

    `provider_data` is None before `configure`. `configuration_unknown` is true if it is None because the provider's
    configuration contains values that are only known after apply. `stop` is set when operations should end early, and
    `stopped_by_host` if Terraform has requested that. `opened` has the type name and the private state of each
    ephemeral object that is open.
    """

    def __init__(self, provider: Provider[Any, Any]) -> None:
        self.provider = provider
        self.provider_data: Any | None = None
        self.configuration_unknown = False
        self.stop = asyncio.Event()
        self.stopped_by_host = asyncio.Event()
        self.opened: list[tuple[str, bytes]] = []

    def resource(self, type_name: str) -> Resource[Any, Any]:
        """The resource of this type; raises DiagnosticError if the provider has none."""
        return _offered("resource type", type_name, self.provider.resources)

    def data_source(self, type_name: str) -> DataSource[Any, Any]:
        """The data source of this type; raises DiagnosticError if the provider has none."""
        return _offered("data source type", type_name, self.provider.data_sources)

    def list_resource(self, type_name: str) -> ListResource[Any, Any]:
        """The list resource of this type; raises DiagnosticError if the provider has none."""
        return _offered("list resource type", type_name, self.provider.list_resources)

    def ephemeral_resource(self, type_name: str) -> EphemeralResource[Any, Any]:
        """The ephemeral resource of this type; raises DiagnosticError if the provider has none."""
        return _offered("ephemeral resource type", type_name, self.provider.ephemeral_resources)

    def action(self, type_name: str) -> Action[Any, Any]:
        """The action of this type; raises DiagnosticError if the provider has none."""
        return _offered("action type", type_name, self.provider.actions)

    def function(self, name: str) -> Function:
        """The function of this name; raises DiagnosticError if the provider has none."""
        return _offered("function", name, self.provider.functions)


def _offered(kind: str, name: str, offered: Mapping[str, T]) -> T:
    found = offered.get(name)
    if found is None:
        raise DiagnosticError(error(f"Unknown {kind}", f"This provider has no {kind} {name}.{nearest(name, offered)}"))
    return found
