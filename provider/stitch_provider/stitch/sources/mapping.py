"""Between a source of the Connect API and the model of `stitch_source`. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from stitch_provider.stitch.connections import model, properties, sending
from stitch_provider.stitch.sources import destination, schedule
from stitch_provider.stitch.sources.model import SourceModel
from stitch_provider.stitch.sources.schedule import Schedule
from stitch_provider.terraform.values.value import Unknown

if TYPE_CHECKING:
    from stitch_provider.connect import Source
    from stitch_provider.stitch.connections.properties import Rules
    from stitch_provider.terraform.resource import Private


def to_create(config: SourceModel, plan: SourceModel, rules: Rules) -> dict[str, Any]:
    """The arguments of `Connect.sources.create`; properties, credentials and schedule are sent in one map."""
    sent = sending.to_create(config, plan, rules)
    if isinstance(plan.schedule, Schedule):
        sent |= schedule.to_api(plan.schedule)
    return {
        "type": plan.type,
        "display_name": plan.display_name,
        "properties": sent,
        "destination_id": destination.number(plan.destination_id),
    }


def to_update(
    config: SourceModel, plan: SourceModel, prior: SourceModel, private: Private, rules: Rules
) -> dict[str, Any]:
    """The arguments of `Connect.sources.update` that make the planned source of the prior one; {} where none do."""
    arguments: dict[str, Any] = {}
    if plan.display_name != prior.display_name:
        arguments["display_name"] = plan.display_name
    if plan.paused != prior.paused:
        arguments["paused"] = plan.paused
    if plan.destination_id != prior.destination_id:
        arguments["destination_id"] = destination.number(plan.destination_id)
    sent = sending.to_update(config, plan, prior, private, rules)
    if isinstance(plan.schedule, Schedule):
        before = prior.schedule if isinstance(prior.schedule, Schedule) else None
        sent |= schedule.changes(plan.schedule, before, properties.declared(prior.effective_properties))
    if sent:
        arguments["properties"] = sent
    return arguments


def applied(connection: Source, plan: SourceModel) -> SourceModel:
    """The state after an apply: as planned, with what the service decided."""
    shown = properties.effective(connection.properties, connection.report_card)
    scheduled = schedule.from_api(shown) if isinstance(plan.schedule, Unknown) else plan.schedule
    return replace(
        plan,
        credentials_wo=None,
        destination_id=destination.applied(connection, plan.destination_id),
        schedule=scheduled,
        **_facts(connection, properties.beyond(shown, plan.properties)),
    )


def refreshed(connection: Source, state: SourceModel, rules: Rules) -> SourceModel:
    """The state after a read: what is declared is compared, everything else is the service's."""
    shown = properties.effective(connection.properties, connection.report_card)
    declared = properties.compare(state.properties, shown, connection.report_card, rules)
    scheduled = state.schedule
    return replace(
        state,
        type=connection.type,
        display_name=connection.display_name or "",
        destination_id=destination.refreshed(connection, state.destination_id),
        properties=declared,
        schedule=schedule.compare(scheduled if isinstance(scheduled, Schedule) else None, shown),
        paused=connection.paused_at is not None,
        **_facts(connection, properties.beyond(shown, declared)),
    )


def imported(connection: Source) -> SourceModel:
    """The complete state of a source that exists; everything that a user can set and the service shows is declared."""
    shown = properties.effective(connection.properties, connection.report_card)
    declared = properties.imported(connection.report_card, shown, schedule.PROPERTIES)
    return SourceModel(
        type=connection.type,
        display_name=connection.display_name or "",
        destination_id=destination.only(connection),
        properties=declared,
        schedule=schedule.from_api(shown),
        paused=connection.paused_at is not None,
        **_facts(connection, properties.beyond(shown, declared)),
    )


def _facts(source: Source, shown: dict[str, str]) -> dict[str, Any]:
    """The computed attributes."""
    steady = properties.steady(shown, source.report_card)
    return model.shown(source) | {"name": source.name, "effective_properties": steady}
