"""The collection of the destinations of the account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stitch_provider.connect import Destination
from stitch_provider.stitch.collection import Collection
from stitch_provider.stitch.connections.properties import secrets
from stitch_provider.stitch.destinations import mapping
from stitch_provider.stitch.destinations.model import DestinationModel
from stitch_provider.stitch.ids import to_id, to_optional_id
from stitch_provider.terraform.schema.declaration import Model, optional
from stitch_provider.terraform.values.value import Unknown

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Mapping

    from stitch_provider.stitch.provider_data import ProviderData
    from stitch_provider.terraform.values.value import Value


class DestinationFilter(Model):
    """Which destinations to list. A filter that is null matches every destination."""

    type: str | Unknown | None = optional("Only destinations of this type, such as `snowflake`. Default: any.")
    name: str | Unknown | None = optional("Only destinations with exactly this name. Default: any.")

    def passes(self, destination: Destination) -> bool:
        return self.type in {None, destination.type} and self.name in {None, destination.name}


class DestinationCollection(Collection[Destination, DestinationFilter, DestinationModel]):
    """The destinations of the account. States cost no further call."""

    type_name = "stitch_destination"
    plural = "destinations"
    filters = DestinationFilter

    async def find(self, provider: ProviderData, filters: DestinationFilter) -> AsyncGenerator[Destination, None]:
        destinations = await provider.connect.destinations.list()
        for destination in sorted(destinations.readable, key=lambda each: each.id):
            if filters.passes(destination):
                yield destination
        destinations.all()

    def label(self, found: Destination) -> str:
        return found.name or f"{found.type} {found.id}"

    def title(self, found: Destination) -> str:
        return found.name or found.type

    def identity(self, found: Destination) -> Mapping[str, Value]:
        return {"id": to_id(found.id), "client_id": to_optional_id(found.stitch_client_id)}

    async def state(self, provider: ProviderData, found: Destination) -> DestinationModel:
        return mapping.imported(found)

    def secrets(self, found: Destination) -> tuple[str, ...]:
        return secrets(found.report_card)


DESTINATIONS = DestinationCollection()
