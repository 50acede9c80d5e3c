"""Properties: which of them are managed, what is sent to change them, and what is drift.

Pure. Only what the user declared is compared; Stitch may fill in any other key (reference 3.5). The rules of the type
decide whether two texts mean the same. If they do, the state keeps the spelling of the user.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

from stitch_provider.stitch.types import coerce
from stitch_provider.terraform.values.value import Unknown, known

if TYPE_CHECKING:
    from stitch_provider.connect import PropertySpec, ReportCard
    from stitch_provider.stitch.types.rules import PropertyRule

Texts: TypeAlias = "Mapping[str, str | Unknown | None] | Unknown | None"
"""A map of texts in a configuration, plan or state."""

Rules: TypeAlias = Callable[[str], "PropertyRule | None"]
"""Finds the rule of a property by name; called only where two spellings differ or a value is sent."""

_BY_THE_USER = frozenset({"user_provided", "user_provided_advanced", "user_provided_immutable"})


def declared(texts: Texts) -> dict[str, str]:
    """What is known and not null."""
    if not known(texts):
        return {}
    return {name: text for name, text in texts.items() if isinstance(text, str)}


def names(texts: Texts) -> frozenset[str]:
    """The keys that have a value, known or not."""
    return frozenset(name for name, text in texts.items() if text is not None) if known(texts) else frozenset()


def effective(properties: Mapping[str, Any], card: ReportCard) -> dict[str, str]:
    """All properties that the service shows, as texts.

    Left out: those that it shows as null (A26), and credentials, which it should not show (reference 3.5).
    """
    shown = {name: value for name, value in sorted(properties.items()) if value is not None}
    credentials = {name for name, spec in card.properties.items() if spec.is_credential} if shown else frozenset()
    return {name: coerce.to_text(value) for name, value in shown.items() if name not in credentials}


def steady(shown: Mapping[str, str], card: ReportCard) -> dict[str, str]:
    """The properties without those that the integration itself renews, whose changes are not drift."""
    moving = renewed(card)
    return {name: text for name, text in shown.items() if name not in moving}


def renewed(card: ReportCard) -> frozenset[str]:
    """The names of the properties that the integration itself renews, such as tokens that rotate."""
    return frozenset(spec.name for step in card.steps for spec in step.properties if spec.tap_mutable)


def compare(texts: Texts, shown: Mapping[str, str], card: ReportCard, rules: Rules) -> Texts:
    """Declared properties after a read that shows `shown`: drift, key by key.

    A key that Stitch no longer has is dropped. One that the service cannot show (it says that there is a value, or
    does not list the key at all) counts as unchanged, and so does one that the integration itself renews.
    """
    if not known(texts):
        return texts
    specs: Mapping[str, PropertySpec] | None = None
    compared: dict[str, str | Unknown | None] = {}
    for name, text in texts.items():
        now = shown.get(name)
        if text is None or text == now:
            compared[name] = text
        elif now is not None:
            kept = coerce.same(rules(name), str(text), now) or name in renewed(card)
            compared[name] = text if kept else now
        else:
            specs = card.properties if specs is None else specs
            if name not in specs or specs[name].provided:
                compared[name] = text
    return compared


def changes(planned: Texts, prior: Texts, shown: Mapping[str, str], rules: Rules) -> dict[str, Any]:
    """The values to send so that properties known as `prior`, which the service showed so, become as planned.

    One that has the planned value anyway is not sent. The service merges what it is sent (A9).
    """
    before = dict(shown) | declared(prior)
    return {
        name: coerce.to_api(rules(name), text)
        for name, text in declared(planned).items()
        if name not in before or not coerce.same(rules(name), before[name], text)
    }


def dropped(planned: Texts, prior: Texts, elsewhere: Collection[str], rules: Rules) -> frozenset[str]:
    """The properties to unset: they are no longer declared, neither here nor `elsewhere`, among the credentials.

    One that can be set only once keeps its value and is not managed.
    """
    if isinstance(planned, Unknown):
        return frozenset()
    found = {name: rules(name) for name in names(prior) - names(planned) - frozenset(elsewhere)}
    return frozenset(name for name, rule in found.items() if rule is None or not rule.immutable)


def typed(texts: Mapping[str, str | None], rules: Rules) -> dict[str, Any]:
    """The same as the JSON types that their properties want; null stays null."""
    return {name: None if text is None else coerce.to_api(rules(name), text) for name, text in texts.items()}


def altered(planned: Texts, prior: Texts, shown: Mapping[str, str], rules: Rules) -> frozenset[str]:
    """The keys that the service has a value for and that would get another, or may get one that is not known yet."""
    if not known(planned):
        return frozenset()
    before = dict(shown) | declared(prior)
    return frozenset(
        name
        for name, text in planned.items()
        if name in before
        and (isinstance(text, Unknown) or (text is not None and not coerce.same(rules(name), before[name], text)))
    )


def beyond(shown: Mapping[str, str], texts: Texts) -> dict[str, str]:
    """What the service shows beyond the declared properties.

    A declared value may be sensitive, which Terraform considers only where it is declared.
    """
    ours = names(texts)
    return {name: text for name, text in shown.items() if name not in ours}


def imported(card: ReportCard, shown: Mapping[str, str], omit: frozenset[str] = frozenset()) -> dict[str, str] | None:
    """The properties to declare for something that exists: those that a user can set and the service shows.

    Left out: credentials, what Stitch sets by itself or by default, tokens that rotate, keys that the report card does
    not list, and `omit`. None where nothing is left.
    """
    taken = {
        name: shown[name]
        for name, spec in card.properties.items()
        if name in shown
        and name not in omit
        and spec.property_type in _BY_THE_USER
        and not spec.is_credential
        and not spec.tap_mutable
    }
    return taken or None


def secrets(card: ReportCard) -> tuple[str, ...]:
    """The names of the credentials that a user sets and Stitch has of something that exists.

    Left out: what Stitch sets by itself or by default, and tokens that rotate, which Stitch has the latest of.
    """
    return tuple(
        sorted(
            name
            for name, spec in card.properties.items()
            if spec.is_credential and spec.provided and spec.property_type in _BY_THE_USER and not spec.tap_mutable
        )
    )
