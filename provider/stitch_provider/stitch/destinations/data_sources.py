"""The data sources `stitch_destination` and `stitch_destinations`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from stitch_provider.connect import ConnectError, NotFoundError
from stitch_provider.stitch.attributes import fact
from stitch_provider.stitch.connections import viewing
from stitch_provider.stitch.connections.viewing import LastCheck
from stitch_provider.stitch.ids import StitchId, to_number
from stitch_provider.stitch.provider_data import ProviderData
from stitch_provider.stitch.refusals import absent, explain
from stitch_provider.terraform.diagnostics import Diagnostic, DiagnosticError
from stitch_provider.terraform.resource import DataResponse, DataSource
from stitch_provider.terraform.schema.attribute import Attribute, NestedAttributes, Schema
from stitch_provider.terraform.values.path import Path
from stitch_provider.terraform.values.types import STRING, ListType
from stitch_provider.terraform.values.value import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from stitch_provider.connect import Connect, Destination


class Listed(Struct, frozen=True, kw_only=True):
    """A destination as a list shows it."""

    id: str
    type: str
    name: str | None
    description: str | None
    effective_properties: Mapping[str, str]
    fully_configured: bool
    current_step: str | None
    missing_properties: tuple[str, ...]
    paused_at: str | None
    system_paused_at: str | None
    stitch_client_id: str | None
    created_at: str | None
    updated_at: str | None


class DestinationView(Struct, frozen=True, kw_only=True):
    """`stitch_destination`: id or name to look up, and what was found."""

    id: str | Unknown | None
    name: str | Unknown | None
    type: str | None = None
    description: str | None = None
    effective_properties: Mapping[str, str] | None = None
    fully_configured: bool | None = None
    current_step: str | None = None
    missing_properties: tuple[str, ...] | None = None
    paused_at: str | None = None
    system_paused_at: str | None = None
    stitch_client_id: str | None = None
    created_at: str | None = None
    updated_at: str | None = None
    last_check: LastCheck | None = None


class DestinationsView(Struct, frozen=True, kw_only=True):
    """`stitch_destinations`: filters, and the destinations that pass all of them."""

    type: str | Unknown | None
    name: str | Unknown | None
    ids: tuple[str, ...] | None
    destinations: tuple[Listed, ...] | None


_FACTS: Mapping[str, Attribute] = {
    "type": fact(STRING, "Type of the destination, such as `postgres`."),
    "description": fact(STRING, "What the destination is for."),
    **viewing.facts("destination"),
}


class DestinationDataSource(DataSource[DestinationView, ProviderData]):
    """One destination."""

    type_name = "stitch_destination"
    model = DestinationView
    schema = Schema(
        description="A destination of the account, by exactly one of `id` and `name`.",
        attributes={
            "id": Attribute(
                type=STRING,
                optional=True,
                computed=True,
                validators=(StitchId(),),
                description="Id of the destination, a string of digits. Exactly one of this and `name` must be set.",
            ),
            "name": Attribute(
                type=STRING,
                optional=True,
                computed=True,
                description="Name of the destination in Stitch. Exactly one of this and `id` must be set.",
            ),
            **_FACTS,
            "last_check": viewing.last_check_attribute("destination"),
        },
    )

    def validate(self, config: DestinationView) -> Iterable[Diagnostic]:
        """Exactly one way to look it up."""
        return viewing.one_key({"id": config.id, "name": config.name})

    async def read(self, config: DestinationView, provider: ProviderData) -> DataResponse[DestinationView]:
        """Look it up and ask for its last check."""
        connect = provider.connect
        try:
            destination = await _find(connect, config)
            check = await connect.destinations.last_check(destination.id)
        except NotFoundError as refusal:
            raise DiagnosticError(absent("destination", config.id, Path.of("id"))) from refusal
        except ConnectError as refusal:
            raise DiagnosticError(explain(refusal, "read the destination")) from refusal
        shown = listed(destination)
        facts = {name: getattr(shown, name) for name in Listed.__struct_fields__}
        return DataResponse(state=DestinationView(**facts, last_check=viewing.last_check(check)))


class DestinationsDataSource(DataSource[DestinationsView, ProviderData]):
    """All destinations, or some of them."""

    type_name = "stitch_destinations"
    model = DestinationsView
    schema = Schema(
        description="The destinations of the account, all or those that pass every filter that is set, in order of "
        "their ids. Deleted ones are not kept by Stitch.",
        attributes={
            "type": Attribute(type=STRING, optional=True, description="Only destinations of this type. Default: any."),
            "name": Attribute(
                type=STRING, optional=True, description="Only destinations with exactly this name. Default: any."
            ),
            "ids": fact(ListType(STRING), "Ids of the destinations found."),
            "destinations": Attribute(
                type=NestedAttributes(
                    nesting="list",
                    attributes={
                        "id": fact(STRING, "Id of the destination, a string of digits."),
                        "name": fact(STRING, "Name of the destination in Stitch."),
                        **_FACTS,
                    },
                ),
                computed=True,
                description="The destinations found.",
            ),
        },
    )

    async def read(self, config: DestinationsView, provider: ProviderData) -> DataResponse[DestinationsView]:
        """List and filter."""
        try:
            everything = await provider.connect.destinations.list()
        except ConnectError as refusal:
            raise DiagnosticError(explain(refusal, "list the destinations")) from refusal
        found = tuple(
            listed(destination)
            for destination in sorted(everything, key=lambda each: each.id)
            if config.type in {None, destination.type} and config.name in {None, destination.name}
        )
        return DataResponse(state=replace(config, ids=tuple(each.id for each in found), destinations=found))


def listed(destination: Destination) -> Listed:
    """What data sources show of a destination."""
    return Listed(
        type=destination.type,
        name=destination.name,
        description=destination.description,
        **viewing.shown(destination),
    )


async def _find(connect: Connect, config: DestinationView) -> Destination:
    if isinstance(config.id, str):
        return await connect.destinations.get(to_number(config.id))
    everything = await connect.destinations.list()
    return viewing.only("destination", "name", str(config.name), everything, lambda each: each.name)
