"""Updates the catalog's types from a listing.

Report cards take precedence for what they contain: which types there are, their steps and details, and everything
about their properties except `default`, `allowed` and `internal`. These three are in no report card, so they are kept.
The same holds for display names, kinds, regions, successors in the documentation, and claims of the documentation. The
field `access` of a report card is ignored because it depends on the account.

Types and properties that are no longer listed are removed. There are two exceptions: types and properties that are
known from the documentation alone, and destination types, because not every usable one is listed (A6).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from catalog_update.listing import ListingError
from stitch_provider.catalog.loader import Types
from stitch_provider.catalog.models import DestinationType, Property, SourceType

if TYPE_CHECKING:
    from catalog_update.listing import Listing
    from stitch_provider.connect import PropertySpec, ReportCard

T = TypeVar("T", SourceType, DestinationType)

_PROVIDED_BY = {"system_provided_by_default": "system", "read_only": "read_only"}
"""The value of `provided_by` in `docs_differs` for these property types; for all others it is `user`."""


def merged(types: Types, listing: Listing) -> Types:
    """The types, updated from the listing. Raises ListingError for values that the catalog's models do not allow."""
    sources = {each.type: each for each in types.sources}
    destinations = {each.type: each for each in types.destinations}
    return Types(
        sources=(
            *(each for name, each in sources.items() if name not in listing.sources and not _is_listed(each)),
            *(_source(name, card, sources.get(name)) for name, card in listing.sources.items()),
        ),
        destinations=(
            *(
                msgspec.structs.replace(each, listed=False)
                for name, each in destinations.items()
                if name not in listing.destinations
            ),
            *(_destination(name, card, destinations.get(name)) for name, card in listing.destinations.items()),
        ),
    )


def unlisted(types: Types) -> list[str]:
    """The types that the account does not list: documented ones, and destination types that are no longer listed."""
    everything: tuple[SourceType | DestinationType, ...] = (*types.sources, *types.destinations)
    return [each.type for each in everything if not _is_listed(each)]


def _is_listed(each: SourceType | DestinationType) -> bool:
    return each.listed if isinstance(each, DestinationType) else "steps" not in each.inferred


def _source(name: str, card: ReportCard, known: SourceType | None) -> SourceType:
    kind = "webhook" if name.startswith("webhook.") else "saas"
    guesses = {"display_name": _spelled_out(name), "kind": kind, "empty_step": (1, card.steps[0].type)}
    facts = _facts(card, known)
    facts["upgrade_available"] = card.upgrade_available.type if card.upgrade_available else None
    if card.current_step is not None and card.step is not None:
        facts["empty_step"] = (int(card.current_step), card.step)
    return _complete(name, known, guesses, facts, SourceType)


def _destination(name: str, card: ReportCard, known: DestinationType | None) -> DestinationType:
    guesses = {"display_name": _spelled_out(name)}
    return _complete(name, known, guesses, {**_facts(card, known), "listed": True}, DestinationType)


def _complete(name: str, known: T | None, guesses: dict[str, Any], facts: dict[str, Any], kind: type[T]) -> T:
    """The type with these facts. The rest comes from the known type, or is guessed if the type is new."""
    if known is None:
        base = {**guesses, "type": name, "documented": False, "inferred": sorted(guesses.keys() - facts.keys())}
    else:
        base = {**msgspec.to_builtins(known), "inferred": [part for part in known.inferred if part in guesses]}
    try:
        return msgspec.convert({**base, **facts}, kind, strict=False)
    except msgspec.ValidationError as unknown:
        raise ListingError(
            f"What the service lists of {name} does not fit the catalog: {unknown}. "
            "Extend stitch_provider/catalog/models.py first."
        ) from unknown


def _facts(card: ReportCard, known: SourceType | DestinationType | None) -> dict[str, Any]:
    """The facts of a report card that source types and destination types have in common."""
    before = known.properties if known else {}
    listed = {
        spec.name: _property(step.type, spec, before.get(spec.name)) for step in card.steps for spec in step.properties
    }
    steps = [step.type for step in card.steps]
    documented = {
        name: msgspec.to_builtins(each)
        for name, each in before.items()
        if name not in listed and each.origin == "docs" and each.step in steps
    }
    in_order = sorted(
        [*listed.values(), *documented.values()], key=lambda each: steps.index(each.get("step", steps[0]))
    )
    facts: dict[str, Any] = {"steps": steps, "properties": in_order}
    if card.details is not None:
        facts["details"] = msgspec.to_builtins(card.details)
        del facts["details"]["access"]
    return facts


def _property(step: str, spec: PropertySpec, known: Property | None) -> dict[str, Any]:
    stated = {"required": spec.is_required, "credential": spec.is_credential}
    comparable = {**stated, "provided_by": _PROVIDED_BY.get(spec.property_type, "user")}
    schema = spec.json_schema
    kept: dict[str, Any] = {}
    if known is not None:
        schema = known.schema if known.schema == schema else schema  # keep the order of keys if they are equal
        kept = {"default": known.default, "allowed": known.allowed, "internal": known.internal}
        kept["docs_differs"] = {key: claim for key, claim in known.docs_differs.items() if comparable.get(key) != claim}
    return {
        "name": spec.name,
        "step": step,
        **stated,
        "property_type": spec.property_type,
        "system_provided": spec.system_provided,
        "schema": schema,
        "tap_mutable": spec.tap_mutable,
        **kept,
    }


def _spelled_out(name: str) -> str:
    """A display name that is derived from a type, such as `Google Ads` from `platform.google-ads`."""
    return name.rpartition(".")[2].replace("-", " ").replace("_", " ").title()
