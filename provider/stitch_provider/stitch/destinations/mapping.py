"""Between a destination of the Connect API and the model of `stitch_destination`. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from stitch_provider.stitch.connections import model, properties, sending
from stitch_provider.stitch.destinations.model import DestinationModel

if TYPE_CHECKING:
    from stitch_provider.connect import Destination
    from stitch_provider.stitch.connections.properties import Rules
    from stitch_provider.terraform.resource import Private


def to_create(config: DestinationModel, plan: DestinationModel, rules: Rules) -> dict[str, Any]:
    """The arguments of `Connect.destinations.create`; properties and credentials are sent in one map."""
    return {
        "type": plan.type,
        "properties": sending.to_create(config, plan, rules),
        "name": plan.name,
        "description": plan.description,
        "ignore_unmapped_sources": plan.ignore_unmapped_sources,
    }


def to_update(
    config: DestinationModel, plan: DestinationModel, prior: DestinationModel, private: Private, rules: Rules
) -> dict[str, Any]:
    """The arguments of `Connect.destinations.update` that make the planned destination of the prior one; {} if none do.

    A name or description that is no longer declared is no longer managed, as a name cannot be unset. `properties` are
    always among the arguments, as the service wants them (reference 2.4).
    """
    arguments: dict[str, Any] = {}
    if plan.name != prior.name and plan.name is not None:
        arguments["name"] = plan.name
    if plan.description != prior.description and plan.description is not None:
        arguments["description"] = plan.description
    sent = sending.to_update(config, plan, prior, private, rules)
    return arguments | {"properties": sent} if arguments or sent else {}


def applied(connection: Destination, plan: DestinationModel) -> DestinationModel:
    """The state after an apply: as planned, with what the service decided."""
    return replace(plan, credentials_wo=None, **_facts(connection, properties.effective(connection.properties)))


def refreshed(connection: Destination, state: DestinationModel, rules: Rules) -> DestinationModel:
    """The state after a read: what is declared is compared, everything else is the service's."""
    shown = properties.effective(connection.properties)
    return replace(
        state,
        type=connection.type,
        name=None if state.name is None else connection.name,
        description=None if state.description is None else connection.description,
        properties=properties.compare(state.properties, shown, connection.report_card, rules),
        **_facts(connection, shown),
    )


def imported(connection: Destination) -> DestinationModel:
    """The complete state of a destination that exists; all that a user can set and the service shows is declared."""
    shown = properties.effective(connection.properties)
    return DestinationModel(
        type=connection.type,
        name=connection.name,
        description=connection.description,
        properties=properties.imported(connection.report_card, shown),
        **_facts(connection, shown),
    )


def _facts(destination: Destination, shown: dict[str, str]) -> dict[str, Any]:
    """The computed attributes."""
    return model.shown(destination) | {"effective_properties": shown}
