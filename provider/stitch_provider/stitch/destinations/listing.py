"""The list resource `stitch_destination`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from stitch_provider.connect import ConnectError
from stitch_provider.stitch.destinations import mapping
from stitch_provider.stitch.destinations.resource import DestinationResource
from stitch_provider.stitch.provider_data import ProviderData
from stitch_provider.stitch.refusals import explain
from stitch_provider.terraform.diagnostics import DiagnosticError
from stitch_provider.terraform.resource import Listed, ListRequest, ListResource
from stitch_provider.terraform.schema.attribute import Attribute, Schema
from stitch_provider.terraform.values.types import STRING
from stitch_provider.terraform.values.value import Unknown

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from stitch_provider.stitch.destinations.model import DestinationModel


class DestinationFilter(Struct, frozen=True, kw_only=True):
    """Which destinations to list; None passes all."""

    type: str | Unknown | None
    name: str | Unknown | None


class DestinationListing(ListResource[DestinationFilter, ProviderData]):
    """The destinations of the account, in order of their ids."""

    type_name = DestinationResource.type_name
    model = DestinationFilter
    schema = Schema(
        description="The destinations of the account, all or those that pass every filter that is set.",
        attributes={
            "type": Attribute(
                type=STRING,
                optional=True,
                description="Only destinations of this type, such as `snowflake`. Default: any.",
            ),
            "name": Attribute(
                type=STRING, optional=True, description="Only destinations with exactly this name. Default: any."
            ),
        },
    )

    async def list(
        self, request: ListRequest[DestinationFilter], provider: ProviderData
    ) -> AsyncGenerator[Listed[DestinationModel], None]:
        """List and filter; the states cost no further call."""
        try:
            everything = await provider.connect.destinations.list()
        except ConnectError as refusal:
            raise DiagnosticError(explain(refusal, "list the destinations")) from refusal
        resource = DestinationResource()
        for destination in sorted(everything, key=lambda each: each.id):
            if request.config.type in {None, destination.type} and request.config.name in {None, destination.name}:
                state = mapping.imported(destination)
                yield Listed(
                    display_name=destination.name or f"{destination.type} {destination.id}",
                    identity=resource.identify(state),
                    state=state if request.include_resource else None,
                )
