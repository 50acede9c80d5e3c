"""Sending properties and credentials in one map, and explaining why one of them was refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from stitch_provider.connect import RefusedError
from stitch_provider.stitch.connections import credentials, properties
from stitch_provider.stitch.types.check import places

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from stitch_provider.connect import ConnectError
    from stitch_provider.stitch.connections.credentials import Decision
    from stitch_provider.stitch.connections.model import ConnectionModel
    from stitch_provider.stitch.connections.properties import Rules
    from stitch_provider.stitch.explaining import Explanation
    from stitch_provider.terraform.resource import Private
    from stitch_provider.terraform.values.path import Path


def to_create(config: ConnectionModel, plan: ConnectionModel, rules: Rules) -> dict[str, Any]:
    """The properties and credentials of a create, which sends all that are declared."""
    sent = properties.changes(plan.properties, None, {}, rules)
    declared = properties.declared(plan.credentials) | properties.declared(config.credentials_wo)
    return sent | properties.typed(declared, rules)


def to_update(
    config: ConnectionModel, plan: ConnectionModel, prior: ConnectionModel, private: Private, rules: Rules
) -> dict[str, Any]:
    """The properties and credentials of an update; None unsets one.

    `private` is the planned private state, which has the decision about credentials. Of `config`, only the values of
    the write-only credentials that the plan decided to send are taken.
    """
    decision = credentials.carried(private)
    shown = properties.declared(prior.effective_properties)
    sent = properties.changes(plan.properties, prior.properties, shown, rules)
    sent |= dict.fromkeys(sorted(dropped(decision, plan, prior, rules)))
    values = properties.declared(config.credentials_wo)
    values |= properties.declared(plan.properties) | properties.declared(plan.credentials)
    again = credentials.only(values, decision.send)
    return sent | properties.typed(again | dict.fromkeys(sorted(decision.unset)), rules)


def dropped(decision: Decision, plan: ConnectionModel, prior: ConnectionModel, rules: Rules) -> frozenset[str]:
    """The names in `properties` that an update unsets, as they are declared nowhere any more."""
    elsewhere = properties.names(plan.credentials).union(decision.written or ())
    return properties.dropped(plan.properties, prior.properties, elsewhere, rules)


def paths(config: ConnectionModel) -> Mapping[str, Path]:
    """Where each declared property and credential is in the configuration."""
    declared = places(config.properties, config.credentials, config.credentials_wo)
    return {name: attribute.key(name) for attribute, texts in declared for name in properties.names(texts)}


def explain_unsetting(failure: ConnectError, explanation: Explanation, unset: Collection[str]) -> Explanation:
    """The explanation, with advice where it may be that the service refuses to unset these properties."""
    if not unset or not isinstance(failure, RefusedError) or not set(failure.bad_properties) <= set(unset):
        return explanation
    advice = (
        f"The configuration no longer sets {', '.join(sorted(unset))}, so the provider asked Stitch to unset this. "
        "If Stitch refuses that, set the property to the value that it should have, such as its default, or "
        "replace the resource with the option `-replace`."
    )
    return replace(explanation, advice=f"{explanation.advice} {advice}".strip())
