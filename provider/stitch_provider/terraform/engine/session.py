"""A session: what lasts from one request of Terraform to the next in a process of the provider."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from stitch_provider.terraform.diagnostics import DiagnosticError, error
from stitch_provider.terraform.schema.suggestions import nearest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stitch_provider.terraform.resource import DataSource, Provider, Resource


class Session:
    """The provider, the account that its configuration led to, and the wish to stop.

    `account` is None until `configure` has one. `configuration_unknown` says that it has none because the provider's
    configuration contains values that are only known after apply. `stop` is set once Terraform asks for an early end.
    """

    def __init__(self, provider: Provider[Any, Any]) -> None:
        self.provider = provider
        self.account: Any | None = None
        self.configuration_unknown = False
        self.stop = asyncio.Event()

    def resource(self, type_name: str) -> Resource[Any, Any]:
        """The resource of this type; DiagnosticError where the provider has none."""
        found = self.provider.resources.get(type_name)
        if found is None:
            raise _unknown_type("resource", type_name, self.provider.resources)
        return found

    def data_source(self, type_name: str) -> DataSource[Any, Any]:
        """The data source of this type; DiagnosticError where the provider has none."""
        found = self.provider.data_sources.get(type_name)
        if found is None:
            raise _unknown_type("data source", type_name, self.provider.data_sources)
        return found


def _unknown_type(kind: str, type_name: str, offered: Mapping[str, object]) -> DiagnosticError:
    return DiagnosticError(
        error(f"Unknown {kind} type", f"This provider has no {kind} type {type_name}.{nearest(type_name, offered)}")
    )
