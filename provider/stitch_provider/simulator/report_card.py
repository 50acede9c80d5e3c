"""Report cards: the current step of a connection's configuration, and its properties (reference 3.3).

A report card is computed at every read and never stored. It depends on the type, on the names of the properties that
are provided, and on the progress of discovery and selection.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import msgspec

from stitch_provider import catalog
from stitch_provider.catalog.models import SourceType

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stitch_provider.catalog.models import DestinationType, Property
    from stitch_provider.simulator.options import Plan

from collections.abc import Collection

from stitch_provider.simulator.plans import has_access


@dataclass(frozen=True, slots=True)
class Progress:
    """The progress of a connection: the provided properties, and whether streams are discovered and selected."""

    provided: Collection[str] = ()
    discovered: bool = False
    selected: bool = False


def steps_complete(connection_type: SourceType | DestinationType, provided: Collection[str]) -> bool:
    """Whether the steps form and oauth are complete, so that a connection check can run."""
    return all(_provided(connection_type, step, provided) for step in ("form", "oauth"))


def current_step(connection_type: SourceType | DestinationType, progress: Progress) -> tuple[int, str]:
    """The number, counted from 1, and the type of the first step that is not complete."""
    for position, step in enumerate(connection_type.steps, 1):
        if step == "discover_schema":
            done = progress.discovered
        elif step == "field_selection":
            done = progress.selected
        elif step == "fully_configured":
            done = False
        else:
            done = _provided(connection_type, step, progress.provided)
        if not done:
            return position, step
    return len(connection_type.steps), connection_type.steps[-1]


def report_card(
    connection_type: SourceType | DestinationType, progress: Progress, step: tuple[int, str] | None = None
) -> dict[str, Any]:
    """The report card. `step` overrides the step that is computed."""
    position, current = step or current_step(connection_type, progress)
    return {
        "type": connection_type.type,
        "current_step": position,
        "current_step_type": current,
        "steps": [
            {
                "type": each,
                "properties": [
                    fragments[rule.name in progress.provided]
                    for rule, fragments in _encoded(connection_type)
                    if rule.step == each
                ],
            }
            for each in connection_type.steps
        ],
    }


def source_type_card(source_type: SourceType, plan: Plan) -> dict[str, Any]:
    """The report card in the type listing, without any provided property (reference 3.4, A24)."""
    details = source_type.details
    upgrade = source_type.upgrade_available
    return {
        **report_card(source_type, Progress(), source_type.empty_step),
        "details": {
            "pricing_tier": details.pricing_tier,
            "pipeline_state": details.pipeline_state,
            "default_start_date": details.default_start_date,
            "default_scheduling_interval": details.default_scheduling_interval,
            "protocol": details.protocol,
            "access": has_access(details, plan),
            "image_version": details.image_version,
        },
        "upgrade_available": None if upgrade is None else {"type": upgrade},
    }


def destination_type_card(destination_type: DestinationType, plan: Plan) -> dict[str, Any]:
    """The report card in the listing of destination types."""
    details = destination_type.details
    return {
        **report_card(destination_type, Progress(), (1, destination_type.steps[0])),
        "details": {
            "pricing_tier": details.pricing_tier,
            "pipeline_state": details.pipeline_state,
            "protocol": details.protocol,
            "access": has_access(details, plan),
        },
    }


def _provided(connection_type: SourceType | DestinationType, step: str, provided: Collection[str]) -> bool:
    rules = connection_type.properties.values()
    return all(rule.name in provided for rule in rules if rule.step == step and rule.required)


def _encoded(
    connection_type: SourceType | DestinationType,
) -> Sequence[tuple[Property, tuple[msgspec.Raw, msgspec.Raw]]]:
    kind = "source" if isinstance(connection_type, SourceType) else "destination"
    return _encoded_once(kind, connection_type.type)


@cache
def _encoded_once(kind: str, type_name: str) -> Sequence[tuple[Property, tuple[msgspec.Raw, msgspec.Raw]]]:
    """The properties of a type as JSON, each not provided and provided. Lists of sources consist mostly of them."""
    types = catalog.source_types() if kind == "source" else catalog.destination_types()
    return [
        (rule, (_property(rule, kind, provided=False), _property(rule, kind, provided=True)))
        for rule in types[type_name].properties.values()
    ]


def _property(rule: Property, kind: str, *, provided: bool) -> msgspec.Raw:
    shown: dict[str, Any] = {
        "name": rule.name,
        "is_required": rule.required,
        "is_credential": rule.credential,
        "system_provided": rule.system_provided,
        "property_type": rule.property_type,
        "json_schema": rule.schema,
        "provided": provided,
    }
    if kind == "source":
        shown["tap_mutable"] = rule.tap_mutable
    return msgspec.Raw(msgspec.json.encode(shown))
