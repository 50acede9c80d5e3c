"""Facts: what a user has to know about a type, in words. Texts are Markdown, but only with backticks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from stitch_provider import catalog
from stitch_provider.catalog.models import CatalogStream
from stitch_provider.stitch.scaffold.starting_point import FREQUENCY, StartingPoint, documented_streams, starting_point
from stitch_provider.stitch.types.check import SCHEDULE
from stitch_provider.stitch.types.completeness import is_needed
from stitch_provider.stitch.types.expectation import takes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from stitch_provider.catalog.models import DestinationType, SourceType
    from stitch_provider.stitch.types.rules import PropertyRule, TypeRules

_KINDS = {
    "saas": "an application",
    "database": "a database or file storage",
    "webhook": "an application that sends its data to Stitch",
    "import_api": "programs that send their data to Stitch",
}
_TIERS = {"standard": "`standard` (all plans)", "enterprise": "`enterprise` (not part of the Standard plan)"}
_STEPS = {
    "form": "`form` (the required properties)",
    "oauth": "`oauth` (a person, in the web application)",
    "discover_schema": "`discover_schema` (Stitch)",
    "field_selection": "`field_selection` (at least one selected stream)",
    "fully_configured": "`fully_configured`",
}


class Row(Struct, frozen=True):
    """A property: its name, who sets it, marks such as `credential`, its values, and what it is for."""

    name: str
    setter: str
    marks: tuple[str, ...]
    value: str
    default: str
    meaning: str


class Facts(Struct, frozen=True, kw_only=True):
    """What a user has to know about a type.

    `kind` is that of a source type, or `destination`. `unavailable` is why no account can create the type, or None.
    `details` are a name and a text each, such as the release state. `streams` are those of the documentation.
    """

    point: StartingPoint
    kind: str
    summary: str
    unavailable: str | None
    successor: str | None
    details: tuple[tuple[str, str], ...]
    remarks: tuple[str, ...]
    rows: tuple[Row, ...]
    streams: tuple[CatalogStream, ...]


def facts(rules: TypeRules) -> Facts:
    """The facts about a type of the catalog."""
    source = catalog.source_type(rules.type) if rules.noun == "source" else None
    known = source or catalog.destination_type(rules.type)
    if known is None:
        raise LookupError(f"the catalog has no {rules.noun} type {rules.type}")
    subject = f" {_KINDS[source.kind]}: {known.display_name}" if source else f" {known.display_name}"
    return Facts(
        point=starting_point(rules),
        kind=source.kind if source else "destination",
        summary=f"`{rules.type}` is the type of {rules.noun}s for{subject}.",
        unavailable=_unavailable(rules),
        successor=_successor(rules, source),
        details=tuple(_details(known)),
        remarks=tuple(_remarks(rules, known, source)),
        rows=tuple(_row(rules, known, rule) for name, rule in rules.properties.items() if name not in SCHEDULE),
        streams=documented_streams(rules),
    )


def _unavailable(rules: TypeRules) -> str | None:
    if rules.on_request:
        return (
            f"Stitch lists this type as {rules.pipeline_state} and enables such types only on request. A plan that "
            f"creates a {rules.noun} of it is an error, unless Stitch has enabled it for the account."
        )
    return None


def _successor(rules: TypeRules, source: SourceType | None) -> str | None:
    return rules.successor or (source.docs_deprecated_for if source else None)


def _details(known: SourceType | DestinationType) -> Iterator[tuple[str, str]]:
    details = known.details
    yield "Release state", f"`{details.pipeline_state}`"
    yield "Plan tier", _TIERS[details.pricing_tier]
    yield "Steps", ", ".join(_STEPS[step] for step in known.steps)
    if details.default_scheduling_interval is not None and FREQUENCY in known.properties:
        yield "Default schedule", f"every {details.default_scheduling_interval} minutes"
    if details.protocol != known.type:
        yield "Integration", f"that of `{details.protocol}`"
    regions = getattr(known, "regions", ())
    if regions:
        yield "Regions", ", ".join(f"`{each}`" for each in regions)


def _remarks(rules: TypeRules, known: SourceType | DestinationType, source: SourceType | None) -> Iterator[str]:
    noun = rules.noun
    if known.oauth:
        own = rules.own_client
        client = f" To use an OAuth client of your own instead, set all of these: {_names(own)}." if own else ""
        yield (
            f"After the {noun} is created, a person has to authorize it in the Stitch web application. Until then it "
            f"cannot be used, and the plan warns about that.{client}"
        )
    shown = [each.name for each in rules.properties.values() if each.read_only and each.name not in _INTERNAL]
    if shown:
        yield f"Stitch sets {_names(shown)}. The attribute `effective_properties` shows them after the apply."
    once = [name for name, rule in rules.properties.items() if rule.immutable]
    if once:
        yield f"A change of {_names(once)} replaces the {noun}."
    disputed = [name for name, rule in rules.properties.items() if rule.disputed]
    if disputed:
        yield f"Stitch may refuse {_names(disputed)}: its documentation and its list of types contradict each other."
    if source and source.kind == "database" and FREQUENCY in rules.properties:
        yield "The interval of the attribute `schedule` can be 1 minute, which only databases support."
    if noun == "destination" and rules.type in catalog.regions().loaders:
        yield "The function `bucket_policy` returns the policy with which the bucket admits Stitch."
    if source and source.kind == "import_api":
        yield "The resource `stitch_import_token` creates a token with which data is sent."
    if not known.documented:
        yield (
            "The documentation of the Connect API does not have this type. Its properties are those in the list of "
            "types."
        )
    if known.inferred:
        yield f"These facts are guesses, because the list of types does not contain them: {', '.join(known.inferred)}."


_INTERNAL = frozenset({"image_version"})


def _row(rules: TypeRules, known: SourceType | DestinationType, rule: PropertyRule) -> Row:
    marks = (
        ("credential", rule.credential),
        ("cannot be changed", rule.immutable),
        ("for internal use by Stitch", rule.name in known.properties and known.properties[rule.name].internal),
    )
    explanation = catalog.explanation(rules.type, rule.name)
    return Row(
        name=rule.name,
        setter=_setter(rule),
        marks=tuple(mark for mark, holds in marks if holds),
        value=takes(rule.schema, rule.allowed),
        default=rule.default or "",
        meaning=explanation.meaning if explanation else "",
    )


def _setter(rule: PropertyRule) -> str:
    if rule.read_only and not rule.disputed:
        return "only Stitch"
    if rule.step == "oauth":
        return "the authorization, or you"
    if is_needed(rule):
        return "you, required"
    return "Stitch, or you" if rule.system_provided_by_default or rule.required else "you, optional"


def _names(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)
