"""Between a destination of the Connect API and the model of `stitch_destination`. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from stitch_provider.stitch.connections import model, properties, sending
from stitch_provider.stitch.destinations.model import DestinationModel
from stitch_provider.terraform.values.value import Unknown

if TYPE_CHECKING:
    from stitch_provider.connect import Destination
    from stitch_provider.stitch.connections.properties import Rules
    from stitch_provider.terraform.resource import Private


def to_create(config: DestinationModel, plan: DestinationModel, rules: Rules) -> dict[str, Any]:
    """The arguments of `Connect.destinations.create`; properties and credentials are sent in one map."""
    return {
        "type": plan.type,
        "properties": sending.to_create(config, plan, rules),
        "name": _set(plan.name),
        "description": _set(plan.description),
        "ignore_unmapped_sources": plan.ignore_unmapped_sources,
    }


def to_update(
    config: DestinationModel, plan: DestinationModel, prior: DestinationModel, private: Private, rules: Rules
) -> dict[str, Any]:
    """The arguments of `Connect.destinations.update` that make the planned destination of the prior one; {} if none do.

    `properties` are always among the arguments, as the service wants them (reference 2.4).
    """
    arguments: dict[str, Any] = {}
    if plan.name != prior.name:
        arguments["name"] = plan.name
    if plan.description != prior.description:
        arguments["description"] = plan.description
    sent = sending.to_update(config, plan, prior, private, rules)
    return arguments | {"properties": sent} if arguments or sent else {}


def applied(connection: Destination, plan: DestinationModel) -> DestinationModel:
    """The state after an apply: as planned, with what the service decided."""
    shown = properties.effective(connection.properties, connection.report_card)
    return replace(
        plan,
        name=connection.name if isinstance(plan.name, Unknown) else plan.name,
        description=connection.description if isinstance(plan.description, Unknown) else plan.description,
        credentials_wo=None,
        **_facts(connection, properties.beyond(shown, plan.properties)),
    )


def refreshed(connection: Destination, state: DestinationModel, rules: Rules) -> DestinationModel:
    """The state after a read: what is declared is compared, everything else is the service's."""
    shown = properties.effective(connection.properties, connection.report_card)
    declared = properties.compare(state.properties, shown, connection.report_card, rules)
    return replace(
        state,
        type=connection.type,
        name=_compared(state.name, connection.name),
        description=_compared(state.description, connection.description),
        properties=declared,
        **_facts(connection, properties.beyond(shown, declared)),
    )


def imported(connection: Destination) -> DestinationModel:
    """The complete state of a destination that exists; all that a user can set and the service shows is declared."""
    shown = properties.effective(connection.properties, connection.report_card)
    declared = properties.imported(connection.report_card, shown)
    return DestinationModel(
        type=connection.type,
        name=connection.name or None,
        description=connection.description or None,
        properties=declared,
        **_facts(connection, properties.beyond(shown, declared)),
    )


def _facts(destination: Destination, shown: dict[str, str]) -> dict[str, Any]:
    """The computed attributes."""
    steady = properties.steady(shown, destination.report_card)
    return model.shown(destination) | {"effective_properties": steady}


def _set(planned: str | Unknown | None) -> str | None:
    """What to send for a planned text; None where it is left to the service."""
    return planned if isinstance(planned, str) else None


def _compared(known: str | Unknown | None, shown: str | None) -> str | Unknown | None:
    """The text after a read. The service may show an empty text as null and the reverse, which is no change."""
    return known if (known or None) == (shown or None) else shown
