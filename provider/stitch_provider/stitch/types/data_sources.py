"""Data sources: one type of source or destination with its properties, and lists of types."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from stitch_provider import catalog
from stitch_provider.stitch.refusals import explain
from stitch_provider.stitch.types.check import TYPE, unknown_type
from stitch_provider.stitch.types.expectation import expectation
from stitch_provider.stitch.types.model import (
    DESTINATION_TYPE,
    DESTINATION_TYPES,
    SOURCE_TYPE,
    SOURCE_TYPES,
    DestinationTypeModel,
    DestinationTypesModel,
    DestinationTypeSummary,
    PropertyModel,
    SourceTypeModel,
    SourceTypesModel,
    SourceTypeSummary,
)
from stitch_provider.terraform.diagnostics import Diagnostic, DiagnosticError, warning
from stitch_provider.terraform.resource import DataResponse, DataSource
from stitch_provider.terraform.schema.suggestions import nearest
from stitch_provider.terraform.values.path import Path

if TYPE_CHECKING:
    from stitch_provider.catalog.models import DestinationType, Property, SourceType
    from stitch_provider.connect import PropertySpec, ReportCard
    from stitch_provider.stitch.provider_data import ProviderData
    from stitch_provider.stitch.types.rules import Noun

S = TypeVar("S", SourceTypeSummary, DestinationTypeSummary)

_NONE: Mapping[str, Property] = {}


class SourceTypeDataSource(DataSource[SourceTypeModel, "ProviderData"]):
    """`stitch_source_type`: a source type of the service."""

    type_name = "stitch_source_type"
    schema = SOURCE_TYPE
    model = SourceTypeModel

    async def read(self, config: SourceTypeModel, provider: ProviderData) -> DataResponse[SourceTypeModel]:
        """Ask for its report card."""
        card, _ = await _find("source", config.type, provider.connect.source_types.get)
        return DataResponse(state=source_type(config.type, card))


class DestinationTypeDataSource(DataSource[DestinationTypeModel, "ProviderData"]):
    """`stitch_destination_type`: a destination type of the service or else of the catalog (A6)."""

    type_name = "stitch_destination_type"
    schema = DESTINATION_TYPE
    model = DestinationTypeModel

    async def read(self, config: DestinationTypeModel, provider: ProviderData) -> DataResponse[DestinationTypeModel]:
        """Ask for its report card."""
        card, listed = await _find("destination", config.type, provider.connect.destination_types.get)
        return DataResponse(state=destination_type(config.type, card, listed=listed))


class SourceTypesDataSource(DataSource[SourceTypesModel, "ProviderData"]):
    """`stitch_source_types`: the source types that the service lists."""

    type_name = "stitch_source_types"
    schema = SOURCE_TYPES
    model = SourceTypesModel

    async def read(self, config: SourceTypesModel, provider: ProviderData) -> DataResponse[SourceTypesModel]:
        """List and filter them."""
        from stitch_provider.connect import ConnectError

        try:
            cards = await provider.connect.source_types.list()
        except ConnectError as refusal:
            raise DiagnosticError(explain(refusal, "list the source types")) from None
        listed = _summaries(SourceTypeSummary, (source_type(card.type or "", card) for card in cards))
        types = tuple(each for each in listed if _passes(config, each, ("kind", "oauth", "access", "pipeline_state")))
        state = SourceTypesModel(
            kind=config.kind,
            oauth=config.oauth,
            access=config.access,
            pipeline_state=config.pipeline_state,
            types=types,
        )
        return DataResponse(state=state, diagnostics=_check_state(config.pipeline_state, listed))


class DestinationTypesDataSource(DataSource[DestinationTypesModel, "ProviderData"]):
    """`stitch_destination_types`: the destination types that the service lists."""

    type_name = "stitch_destination_types"
    schema = DESTINATION_TYPES
    model = DestinationTypesModel

    async def read(self, config: DestinationTypesModel, provider: ProviderData) -> DataResponse[DestinationTypesModel]:
        """List and filter them."""
        from stitch_provider.connect import ConnectError

        try:
            cards = await provider.connect.destination_types.list()
        except ConnectError as refusal:
            raise DiagnosticError(explain(refusal, "list the destination types")) from None
        every = (destination_type(card.type or "", card, listed=True) for card in cards)
        listed = _summaries(DestinationTypeSummary, every)
        types = tuple(each for each in listed if _passes(config, each, ("oauth", "access", "pipeline_state")))
        state = DestinationTypesModel(
            oauth=config.oauth, access=config.access, pipeline_state=config.pipeline_state, types=types
        )
        return DataResponse(state=state, diagnostics=_check_state(config.pipeline_state, listed))


async def _find(noun: Noun, name: str, ask: Callable[[str], Awaitable[ReportCard]]) -> tuple[ReportCard, bool]:
    """The report card of a type, and whether the service lists it; destination types may exist all the same (A6)."""
    from stitch_provider.connect import ConnectError, NotFoundError

    try:
        return await ask(name), True
    except NotFoundError:
        known = catalog.destination_type(name) if noun == "destination" else None
        if known is None:
            raise DiagnosticError(unknown_type(noun, name)) from None
        return _card(known), False
    except ConnectError as refusal:
        raise DiagnosticError(explain(refusal, f'read {noun} type "{name}"', path=TYPE)) from None


def source_type(name: str, card: ReportCard) -> SourceTypeModel:
    """The model of a source type: its report card, completed with what the catalog knows beside."""
    known = catalog.source_type(name)
    details = card.details
    interval = details.default_scheduling_interval if details else None
    return SourceTypeModel(
        type=name,
        display_name=known.display_name if known else None,
        kind=known.kind if known else None,
        documented=known is not None and known.documented,
        image_version=details.image_version if details else None,
        default_scheduling_interval=None if interval is None else _whole(interval),
        default_start_date=details.default_start_date if details else None,
        upgrade_available=card.upgrade_available.type if card.upgrade_available else None,
        **_both(card, known),
    )


def destination_type(name: str, card: ReportCard, *, listed: bool) -> DestinationTypeModel:
    """The model of a destination type: its report card, completed with what the catalog knows beside."""
    known = catalog.destination_type(name)
    return DestinationTypeModel(
        type=name,
        display_name=known.display_name if known else None,
        documented=known is not None and known.documented,
        listed=listed,
        **_both(card, known),
    )


def _both(card: ReportCard, known: SourceType | DestinationType | None) -> dict[str, Any]:
    """What source and destination types have alike."""
    steps = tuple(step.type for step in card.steps)
    documented = known.properties if known else _NONE
    return {
        "oauth": "oauth" in steps,
        "access": card.details.access if card.details else None,
        "pipeline_state": card.details.pipeline_state if card.details else None,
        "pricing_tier": card.details.pricing_tier if card.details else None,
        "protocol": card.details.protocol if card.details else None,
        "steps": steps,
        "properties": {
            spec.name: _property(step.type, spec, documented.get(spec.name))
            for step in card.steps
            for spec in step.properties
        },
    }


def _property(step: str, spec: PropertySpec, documented: Property | None) -> PropertyModel:
    schema = spec.json_schema if isinstance(spec.json_schema, Mapping) else None
    return PropertyModel(
        step=step,
        required=spec.is_required,
        credential=spec.is_credential,
        property_type=spec.property_type,
        immutable=spec.property_type == "user_provided_immutable",
        read_only=spec.property_type == "read_only",
        expects=None if schema is None else expectation(schema),
        json_schema=None if schema is None else msgspec.json.encode(schema, order="sorted").decode(),
        default=documented.default if documented else None,
        allowed=documented.allowed if documented else (),
    )


def _card(known: DestinationType) -> ReportCard:
    """The report card that a type of the catalog would have."""
    from stitch_provider.connect import Details, PropertySpec, ReportCard, Step

    def specs(step: str) -> tuple[PropertySpec, ...]:
        return tuple(
            PropertySpec(
                name=prop.name,
                is_required=prop.required,
                is_credential=prop.credential,
                system_provided=prop.system_provided,
                property_type=prop.property_type,
                json_schema=prop.schema,
            )
            for prop in known.properties.values()
            if prop.step == step
        )

    return ReportCard(
        type=known.type,
        steps=tuple(Step(step, specs(step)) for step in known.steps),
        details=Details(
            pricing_tier=known.details.pricing_tier,
            pipeline_state=known.details.pipeline_state,
            protocol=known.details.protocol,
            access=known.details.access,
        ),
    )


def _summaries(kind: type[S], models: Iterable[object]) -> tuple[S, ...]:
    names = kind.__struct_fields__
    summaries = (kind(**{name: getattr(each, name) for name in names}) for each in models)
    return tuple(sorted(summaries, key=lambda each: each.type))


def _passes(config: object, summary: object, filters: Iterable[str]) -> bool:
    """Whether a type has what each filter that is set asks for."""
    return all(getattr(config, name) in {None, getattr(summary, name)} for name in filters)


def _check_state(
    wanted: str | None, listed: Iterable[SourceTypeSummary | DestinationTypeSummary]
) -> tuple[Diagnostic, ...]:
    """A warning where no type at all is in the wanted state: new states are possible, misspelt ones likely."""
    states = {each.pipeline_state for each in listed if each.pipeline_state is not None}
    if wanted is None or wanted in states:
        return ()
    detail = f'No type that the service lists is in the state "{wanted}".{nearest(wanted, states)}'
    return (warning("Unknown pipeline state", detail, Path.of("pipeline_state")),)


def _whole(number: float) -> int | Decimal:
    return int(number) if float(number).is_integer() else Decimal(str(number))
