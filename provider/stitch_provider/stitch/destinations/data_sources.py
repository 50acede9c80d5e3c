"""The data sources `stitch_destination` and `stitch_destinations`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stitch_provider.stitch.collection import PluralDataSource
from stitch_provider.stitch.connections.data_sources import (
    LAST_CHECK,
    ConnectionDataSource,
    ConnectionDetails,
    LastCheck,
    details,
)
from stitch_provider.stitch.destinations.collection import DESTINATIONS, DestinationFilter
from stitch_provider.stitch.ids import StitchId
from stitch_provider.terraform.schema.declaration import computed, optional
from stitch_provider.terraform.schema.validators import ExactlyOneOf
from stitch_provider.terraform.values.value import Unknown

if TYPE_CHECKING:
    from stitch_provider.connect import Destination


class DestinationDetails(ConnectionDetails):
    """A destination as `stitch_destinations` shows it."""

    id: str | Unknown | None = computed("Id of the destination, a string of digits.")
    name: str | Unknown | None = computed("Name of the destination in Stitch.")
    type: str | None = computed("Type of the destination, such as `postgres`.")
    description: str | None = computed("Description of the destination in Stitch.")


class DestinationView(DestinationDetails, validators=(ExactlyOneOf(("id", "name")),)):
    """`stitch_destination`: what to look up, and what was found."""

    id: str | Unknown | None = optional(
        "Id of the destination, a string of digits. Exactly one of `id` and `name` must be set.",
        computed=True,
        validators=(StitchId(),),
    )
    name: str | Unknown | None = optional(
        "Name of the destination in Stitch. Exactly one of `id` and `name` must be set.", computed=True
    )
    last_check: LastCheck | None = LAST_CHECK


class DestinationsView(DestinationFilter):
    """`stitch_destinations`: filters, and the destinations that pass all of them."""

    ids: tuple[str, ...] | None = computed("Ids of the destinations found.")
    destinations: tuple[DestinationDetails, ...] | None = computed("The destinations found.")


def view(destination: Destination) -> DestinationDetails:
    """What both data sources show of a destination."""
    return DestinationDetails(
        **details(destination),
        type=destination.type,
        name=destination.name,
        description=destination.description,
    )


DESTINATION_DATA_SOURCE = ConnectionDataSource(
    "destination",
    DESTINATIONS,
    DestinationView,
    "A destination of the account, which is looked up by its `id` or its `name`.",
    names=("name",),
    view=view,
)
DESTINATIONS_DATA_SOURCE = PluralDataSource(
    DESTINATIONS,
    DestinationsView,
    "The destinations of the account that match all filters, sorted by id. Stitch does not keep deleted destinations.",
    noun="destination",
    attribute="destinations",
    view=view,
)
