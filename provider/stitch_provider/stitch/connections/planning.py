"""Planning a change of a connection: what it leaves as it is, whether the type allows it, and whether it replaces.

The rules of a type are read only if a connection is created or its settings change, once per process and type. A plan
in which nothing changes makes no call.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, TypeVar

from msgspec.structs import replace

from stitch_provider.connect import NotFoundError, RefusedError
from stitch_provider.stitch.connections import credentials, properties, sending, unconfirmed
from stitch_provider.stitch.connections.model import ConnectionModel
from stitch_provider.stitch.connections.replacing import replacements
from stitch_provider.stitch.types.check import (
    CREDENTIALS,
    CREDENTIALS_WO,
    PROPERTIES,
    TYPE,
    check_properties,
    check_type,
    unknown_type,
)
from stitch_provider.stitch.types.completeness import check_complete, check_unset
from stitch_provider.stitch.types.rules import Noun, TypeRules, from_catalog, from_report_card, unknown_rules
from stitch_provider.terraform.diagnostics import Diagnostic, error
from stitch_provider.terraform.resource import PlanRequest, PlanResponse
from stitch_provider.terraform.values.value import UNKNOWN, Unknown, known

if TYPE_CHECKING:
    from collections.abc import Iterable

    from stitch_provider.connect import ConnectError, ReportCard
    from stitch_provider.stitch.connections.credentials import Decision
    from stitch_provider.stitch.connections.properties import Rules
    from stitch_provider.stitch.explaining import Explanation
    from stitch_provider.stitch.provider_data import ProviderData
    from stitch_provider.terraform.values.path import Path

M = TypeVar("M", bound=ConnectionModel)


def validate(noun: Noun, config: ConnectionModel) -> Iterable[Diagnostic]:
    """What is wrong with a configuration by the bundled catalog, which can only warn of what it does not have."""
    rules = _offline(noun, config.type)
    if rules.origin == "none" and isinstance(config.type, str):
        yield from check_type(rules)
    yield from check_properties(rules, config.properties, config.credentials, config.credentials_wo)


async def plan(
    noun: Noun,
    request: PlanRequest[M],
    provider: ProviderData | None,
    *,
    reschedules: bool = False,
    waits: bool = False,
) -> PlanResponse[M]:
    """Keep what a change leaves alone; ask the service where something is created or reconnected.

    `waits` says that the apply waits, or may wait, for a check that must succeed.
    """
    prior, planned, config = request.prior, request.proposed, request.config
    if prior is None:
        found = await _check(provider, noun, config, creating=True)
        return PlanResponse(planned=planned, private={}, diagnostics=found)
    decision = credentials.decide(config, planned, prior, request.private)
    if request.planned_private is not None:
        decision = credentials.keep_to(credentials.carried(request.planned_private), decision)
    again = unconfirmed.names_to_send(config, planned, request.private) if waits else frozenset()
    decision = replace(decision, send=decision.send | again)
    if planned.type != prior.type or (planned == prior and not decision.due):
        return PlanResponse(planned=planned, private=request.private)
    private = credentials.carry(request.private, decision)
    reconnects = decision.due or planned.properties != prior.properties
    shown = UNKNOWN if reconnects or reschedules else prior.effective_properties
    planned = replace(planned, effective_properties=shown)
    if not reconnects:
        return PlanResponse(planned=planned, private=private)
    found = await _check(provider, noun, _new_settings(config, prior), creating=False)
    rules = await rules_of(provider, noun, planned.type)
    paths, replacing = replacements(rules, planned, prior)
    return PlanResponse(
        planned=planned,
        private=private,
        requires_replace=paths,
        diagnostics=(
            *found,
            *check_unset(rules, _unset(config, decision, rules, planned=planned, prior=prior)),
            *replacing,
            *((unconfirmed.warn(again),) if again else ()),
        ),
    )


async def rules_of(provider: ProviderData | None, noun: Noun, type_name: str | Unknown) -> TypeRules:
    """The rules of a type: the service's, else the catalog's; of origin `none` where neither has it."""
    if provider is None or isinstance(type_name, Unknown):
        return _offline(noun, type_name)
    types = provider.connect.source_types if noun == "source" else provider.connect.destination_types
    with provider.explaining(f'look up the {noun} type "{type_name}"', refine=_at_type):
        try:
            return from_report_card(noun, await types.get(type_name))
        except NotFoundError:
            # Destination types may exist without being listed (A6), source types do not.
            return from_catalog(noun, type_name) if noun == "destination" else unknown_rules(noun, type_name)


def card_rules(noun: Noun, card: ReportCard) -> Rules:
    """Finds rules in a report card, which is turned into rules only when the first of them is wanted."""
    rules = cache(lambda: from_report_card(noun, card).properties)
    return lambda name: rules().get(name)


async def _check(
    provider: ProviderData | None, noun: Noun, config: ConnectionModel, *, creating: bool
) -> tuple[Diagnostic, ...]:
    """What is wrong with a configuration that creates or changes, by the service; nothing while it cannot be asked."""
    if provider is None or isinstance(config.type, Unknown):
        return ()
    rules = await rules_of(provider, noun, config.type)
    if rules.origin == "none":
        return (unknown_type(noun, config.type),)
    settings = config.properties, config.credentials, config.credentials_wo
    found = check_properties(rules, *settings)
    if not creating:
        return found
    return (*_no_access(rules), *found, *check_complete(rules, *settings))


def _new_settings(config: M, prior: ConnectionModel) -> M:
    """The configuration without the properties that stay as they are: what a source has, it can keep (A53)."""
    if not known(config.properties):
        return config
    before = properties.declared(prior.properties)
    new = {name: text for name, text in config.properties.items() if text is None or text != before.get(name)}
    return replace(config, properties=new)


def _unset(
    config: ConnectionModel, decision: Decision, rules: TypeRules, *, planned: ConnectionModel, prior: ConnectionModel
) -> Iterable[tuple[Path, frozenset[str]]]:
    """The names that an update unsets, by the attribute that no longer declares them; none where that is not known."""
    if isinstance(planned.credentials, Unknown) or isinstance(config.credentials_wo, Unknown):
        return
    yield PROPERTIES, sending.dropped(decision, planned, prior, rules.properties.get)
    kept = properties.names(prior.credentials)
    yield CREDENTIALS, decision.unset & kept
    yield CREDENTIALS_WO, decision.unset - kept


def _at_type(failure: ConnectError, explanation: Explanation) -> Explanation:
    return replace(explanation, path=TYPE) if isinstance(failure, RefusedError) else explanation


def _offline(noun: Noun, type_name: str | Unknown) -> TypeRules:
    return unknown_rules(noun, "") if isinstance(type_name, Unknown) else from_catalog(noun, type_name)


def _no_access(rules: TypeRules) -> Iterable[Diagnostic]:
    """The error about a type that the account may not create (reference 3.4)."""
    if rules.origin != "service" or rules.access is not False:
        return
    if rules.on_request:
        reason = f"it is {rules.pipeline_state}, and Stitch enables such types only on request"
    else:
        reason = f'it belongs to the plan tier "{rules.pricing_tier or "another"}", which this account does not have'
    successor = f' Use "{rules.successor}" instead.' if rules.successor else ""
    yield error(
        f"{rules.noun.capitalize()} type not available",
        f'This account cannot create a {rules.noun} of the type "{rules.type}": {reason}.{successor}',
        TYPE,
    )
