"""The rules of a type of source or destination, from the catalog or from a report card."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from msgspec import Struct, field

from stitch_provider import catalog
from stitch_provider.connect.models import Details, PropertySpec, ReportCard, Step, UpgradeAvailable

if TYPE_CHECKING:
    from stitch_provider.catalog.models import DestinationType, Property, SourceType

Noun: TypeAlias = Literal["source", "destination"]

Origin: TypeAlias = Literal["catalog", "service", "none"]
"""Where the rules come from: the catalog, which may be out of date; the service, which decides; or nowhere."""


class PropertyRule(Struct, frozen=True, kw_only=True):
    """What a property takes (reference 3.3).

    `step` is `form` or `oauth`. `property_type` is the API's word for who sets it. `schema` is a JSON schema or None.
    `typed` says that values are sent with the JSON type of the schema, as for destinations, and not as text (reference
    3.5). `allowed` are the documented values, () where any is possible or the service has the rules. `disputed` says
    that only Stitch sets it by the report card, but the user by the documentation (A38).
    """

    name: str
    step: str = "form"
    required: bool = False
    credential: bool = False
    property_type: str = "user_provided"
    schema: Mapping[str, Any] | None = None
    typed: bool = False
    default: str | None = None
    allowed: tuple[str, ...] = ()
    disputed: bool = False

    @property
    def read_only(self) -> bool:
        """Whether only Stitch sets it."""
        return self.property_type == "read_only"

    @property
    def immutable(self) -> bool:
        """Whether it is set once and never changed."""
        return self.property_type == "user_provided_immutable"

    @property
    def system_provided_by_default(self) -> bool:
        """Whether Stitch sets it where the user does not."""
        return self.property_type == "system_provided_by_default"


class TypeRules(Struct, frozen=True, kw_only=True):
    """What a type takes. `access` says whether the account may create it; None where that is not known."""

    noun: Noun
    type: str
    origin: Origin
    steps: tuple[str, ...] = ()
    properties: Mapping[str, PropertyRule] = field(default_factory=dict)
    access: bool | None = None
    pipeline_state: str | None = None
    pricing_tier: str | None = None
    successor: str | None = None

    @property
    def on_request(self) -> bool:
        """Whether no plan includes the type, so that Stitch has to enable it for the account."""
        return self.pipeline_state in catalog.ON_REQUEST

    @property
    def own_client(self) -> tuple[str, ...]:
        """Names of the properties of an OAuth client of the user, which replace the authorization by a person.

        Empty if the authorization has no credential: then there is nothing that a client could be set with.
        """
        step = [rule for rule in self.properties.values() if rule.step == "oauth" and not rule.read_only]
        return tuple(rule.name for rule in step) if any(rule.credential for rule in step) else ()

    @property
    def immutable(self) -> frozenset[str]:
        """Names of the properties whose change replaces the object."""
        return frozenset(name for name, rule in self.properties.items() if rule.immutable)

    @property
    def settable(self) -> frozenset[str]:
        """Names of the properties that a user can set."""
        return frozenset(name for name, rule in self.properties.items() if not rule.read_only or rule.disputed)


@cache
def from_catalog(noun: Noun, type_name: str) -> TypeRules:
    """The rules of a type by the catalog. A type that it does not have gets none, with the origin `none`."""
    known = in_catalog(noun, type_name)
    return unknown_rules(noun, type_name) if known is None else _rules(noun, catalog_card(known), "catalog")


def unknown_rules(noun: Noun, type_name: str) -> TypeRules:
    """The rules of a type that neither the service nor the catalog has."""
    return TypeRules(noun=noun, type=type_name, origin="none")


def from_report_card(noun: Noun, card: ReportCard) -> TypeRules:
    """The rules that a report card states, of a type or of a source or destination (reference 3.3).

    For a card without steps, which states nothing, these are the rules of the catalog.
    """
    return _rules(noun, card, "service") if card.steps else from_catalog(noun, card.type or "")


def catalog_card(known: SourceType | DestinationType) -> ReportCard:
    """The report card that a type of the catalog would have."""
    properties = known.property_list
    return ReportCard(
        type=known.type,
        steps=tuple(Step(step, tuple(_spec(each) for each in properties if each.step == step)) for step in known.steps),
        details=Details(
            pricing_tier=known.details.pricing_tier,
            pipeline_state=known.details.pipeline_state,
            protocol=known.details.protocol,
            access=known.details.access,
        ),
        upgrade_available=UpgradeAvailable(getattr(known, "upgrade_available", None)),
    )


def known_types(noun: Noun) -> tuple[str, ...]:
    """The names of all types in the catalog."""
    return tuple(catalog.source_types() if noun == "source" else catalog.destination_types())


def in_catalog(noun: Noun, type_name: str) -> SourceType | DestinationType | None:
    """The type by the catalog, or None if it does not have it."""
    return catalog.source_type(type_name) if noun == "source" else catalog.destination_type(type_name)


def _spec(prop: Property) -> PropertySpec:
    return PropertySpec(
        name=prop.name,
        is_required=prop.required,
        is_credential=prop.credential,
        system_provided=prop.system_provided,
        property_type=prop.property_type,
        json_schema=prop.schema,
    )


def _rules(noun: Noun, card: ReportCard, origin: Origin) -> TypeRules:
    known = in_catalog(noun, card.type or "")
    documented: Mapping[str, Property] = known.properties if known else {}
    details = card.details or Details()
    return TypeRules(
        noun=noun,
        type=card.type or "",
        origin=origin,
        steps=tuple(step.type for step in card.steps),
        properties={
            spec.name: _rule(noun, step.type, spec, documented.get(spec.name), origin)
            for step in card.steps
            for spec in step.properties
        },
        access=details.access,
        pipeline_state=details.pipeline_state,
        pricing_tier=details.pricing_tier,
        successor=card.upgrade_available.type if card.upgrade_available else None,
    )


def _rule(noun: Noun, step: str, spec: PropertySpec, documented: Property | None, origin: Origin) -> PropertyRule:
    return PropertyRule(
        name=spec.name,
        step=step,
        required=spec.is_required,
        credential=spec.is_credential,
        property_type=spec.property_type,
        schema=spec.json_schema if isinstance(spec.json_schema, Mapping) else None,
        typed=noun == "destination",
        default=documented.default if documented else None,
        allowed=documented.allowed if documented and origin == "catalog" else (),
        disputed=documented is not None and _disputed(documented),
    )


def _disputed(documented: Property) -> bool:
    return documented.read_only and documented.docs_differs.get("provided_by") == "user"
