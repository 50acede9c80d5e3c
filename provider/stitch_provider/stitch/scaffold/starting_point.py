"""Starting points: what a configuration of a type sets, and what else it can set."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

from stitch_provider import catalog
from stitch_provider.stitch.export.names import identifier
from stitch_provider.stitch.scaffold.placeholders import placeholder
from stitch_provider.stitch.types.check import SCHEDULE
from stitch_provider.stitch.types.completeness import is_needed
from stitch_provider.stitch.types.rules import PropertyRule, TypeRules, in_catalog

if TYPE_CHECKING:
    from collections.abc import Iterable

    from stitch_provider.catalog.models import CatalogStream


FREQUENCY = "frequency_in_minutes"
"""The property of source types that have a schedule."""

_USUAL_FREQUENCY = 60

_STREAMS = 3
"""How many streams to select as an example."""


class Choice(Struct, frozen=True):
    """A property, a placeholder for its value as text, and what it is for, which is empty if it is not known."""

    rule: PropertyRule
    value: str
    meaning: str


class StartingPoint(Struct, frozen=True, kw_only=True):
    """A configuration to start from, for the type of `rules`.

    - `title` is the name of the product, `display_name` the name of the source or destination in Stitch, and `label`
      the name of the resource.
    - `needed` are the properties that the type requires and Stitch does not set, `optional` all others that a user can
      set without an OAuth client of their own. Both contain credentials.
    - `frequency` is the number of minutes between replications; None for a type without a schedule.
    """

    rules: TypeRules
    title: str
    display_name: str
    label: str
    needed: tuple[Choice, ...]
    optional: tuple[Choice, ...]
    frequency: int | None

    @property
    def resource(self) -> str:
        """The type of the resource."""
        return f"stitch_{self.rules.noun}"

    @property
    def name_attribute(self) -> str:
        """The attribute for the name in Stitch."""
        return "display_name" if self.rules.noun == "source" else "name"

    def attributes(self, credentials: str = "credentials_wo") -> dict[str, Any]:
        """The attributes of the resource and their values; `credentials` is the attribute for credentials."""
        properties = {each.rule.name: each.value for each in self.needed if not each.rule.credential}
        secrets = {each.rule.name: each.value for each in self.needed if each.rule.credential}
        return {
            "type": self.rules.type,
            self.name_attribute: self.display_name,
            **({"properties": properties} if properties else {}),
            **({credentials: secrets} if secrets else {}),
            **({"schedule": {"frequency_minutes": self.frequency}} if self.frequency else {}),
        }


def starting_point(rules: TypeRules) -> StartingPoint:
    """The starting point of a type, by the rules of the catalog or of a report card."""
    known = in_catalog(rules.noun, rules.type)
    internal = {each.name for each in known.property_list if each.internal} if known else frozenset[str]()
    title = known.display_name if known else rules.type
    settable = [
        rule
        for name, rule in rules.properties.items()
        if name in rules.settable and (is_needed(rule) or name not in internal)
        if rules.noun == "destination" or name not in SCHEDULE
    ]
    interval = known.details.default_scheduling_interval if known else None
    scheduled = rules.noun == "source" and FREQUENCY in rules.properties
    return StartingPoint(
        rules=rules,
        title=title,
        display_name=title if title[0].isalpha() else f"Source {title}",
        label=identifier(rules.type.removeprefix("platform."), rules.noun),
        needed=_choices(rules, (each for each in settable if each.step != "oauth" and is_needed(each))),
        optional=_choices(rules, (each for each in settable if each.step != "oauth" and not is_needed(each))),
        frequency=(interval or _USUAL_FREQUENCY) if scheduled else None,
    )


def documented_streams(rules: TypeRules) -> tuple[CatalogStream, ...]:
    """The streams that the documentation has for a type. Those of databases and files depend on what is in them."""
    source = catalog.source_type(rules.type) if rules.noun == "source" else None
    return catalog.streams(rules.type) if source and source.kind != "database" else ()


def example_streams(point: StartingPoint) -> dict[str, dict[str, Any]]:
    """The attribute `streams` of `stitch_stream_selections`: the first streams of the catalog, with all fields."""
    return {
        each.tap_stream_id: {
            **({} if each.forced else {"replication_method": "FULL_TABLE"}),
            "fields": {"all": True},
        }
        for each in catalog.streams(point.rules.type)[:_STREAMS]
    }


def _choices(rules: TypeRules, properties: Iterable[PropertyRule]) -> tuple[Choice, ...]:
    return tuple(_choice(rules.type, each) for each in properties)


def _choice(type_name: str, rule: PropertyRule) -> Choice:
    explanation = catalog.explanation(type_name, rule.name)
    return Choice(rule, placeholder(type_name, rule), explanation.plain if explanation else "")
