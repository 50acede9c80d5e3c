"""Data sources: one type of source or destination with its properties, and lists of types."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec
from msgspec.structs import replace

from stitch_provider import catalog
from stitch_provider.connect import Details, NotFoundError
from stitch_provider.stitch.left_out import left_out
from stitch_provider.stitch.provider_data import ProviderData
from stitch_provider.stitch.types.check import TYPE, unknown_type
from stitch_provider.stitch.types.expectation import expectation
from stitch_provider.stitch.types.model import (
    DestinationTypeModel,
    DestinationTypesModel,
    PropertyModel,
    SourceTypeModel,
    SourceTypesModel,
    SourceTypeSummary,
    TypeDetails,
    TypeFilter,
    TypeSummary,
)
from stitch_provider.stitch.types.rules import catalog_card
from stitch_provider.terraform.diagnostics import Diagnostic, DiagnosticError, warning
from stitch_provider.terraform.resource import DataResponse, DataSource
from stitch_provider.terraform.schema.declaration import schema_of
from stitch_provider.terraform.schema.suggestions import nearest
from stitch_provider.terraform.values.path import Path

if TYPE_CHECKING:
    from stitch_provider.catalog.models import DestinationType, Property, SourceType
    from stitch_provider.connect import Entries, PropertySpec, ReportCard

F = TypeVar("F", bound=TypeFilter)


class SourceTypeDataSource(DataSource[SourceTypeModel, ProviderData]):
    """`stitch_source_type`: a source type that Stitch knows."""

    type_name = "stitch_source_type"
    model = SourceTypeModel
    schema = schema_of(
        SourceTypeModel,
        "A source type: the properties of its sources, and whether the account may create them. Stitch provides this "
        "information. Display names, kinds, meanings, defaults and documented values come from the catalog of the "
        "provider.",
        noun="source",
    )

    async def read(self, config: SourceTypeModel, provider: ProviderData) -> DataResponse[SourceTypeModel]:
        name = config.type
        with provider.explaining(f'read source type "{name}"', path=TYPE):
            try:
                card = await provider.connect.source_types.get(name)
            except NotFoundError as missing:
                raise DiagnosticError(unknown_type("source", name)) from missing
        return DataResponse(state=source_type(name, card))


class DestinationTypeDataSource(DataSource[DestinationTypeModel, ProviderData]):
    """`stitch_destination_type`: a destination type that Stitch knows, or else the catalog."""

    type_name = "stitch_destination_type"
    model = DestinationTypeModel
    schema = schema_of(
        DestinationTypeModel,
        "A destination type: the properties of its destinations, and whether the account may create them. Display "
        "names, meanings, defaults and documented values come from the catalog of the provider. If Stitch does not "
        "list the type, all information comes from there.",
        noun="destination",
    )

    async def read(self, config: DestinationTypeModel, provider: ProviderData) -> DataResponse[DestinationTypeModel]:
        """Read its report card. A type that Stitch does not list may still exist (A6)."""
        name, listed = config.type, True
        with provider.explaining(f'read destination type "{name}"', path=TYPE):
            try:
                card = await provider.connect.destination_types.get(name)
            except NotFoundError as missing:
                known, listed = catalog.destination_type(name), False
                if known is None:
                    raise DiagnosticError(unknown_type("destination", name)) from missing
                card = catalog_card(known)
        return DataResponse(state=destination_type(name, card, listed=listed))


class SourceTypesDataSource(DataSource[SourceTypesModel, ProviderData]):
    """`stitch_source_types`: the source types that Stitch lists."""

    type_name = "stitch_source_types"
    model = SourceTypesModel
    schema = schema_of(
        SourceTypesModel,
        "The source types that Stitch lists and that can be configured through the Connect API.",
        noun="source",
    )

    async def read(self, config: SourceTypesModel, provider: ProviderData) -> DataResponse[SourceTypesModel]:
        with provider.explaining("list the source types"):
            cards = await provider.connect.source_types.list()
        types: Entries[TypeDetails] = cards.each(lambda card: source_type(card.type or "", card))
        return _filtered(config, SourceTypeSummary, types, "source types")


class DestinationTypesDataSource(DataSource[DestinationTypesModel, ProviderData]):
    """`stitch_destination_types`: the destination types that Stitch lists."""

    type_name = "stitch_destination_types"
    model = DestinationTypesModel
    schema = schema_of(
        DestinationTypesModel,
        "The destination types that Stitch lists. Other types exist, such as `bigquery_v2`, which the data source "
        "`stitch_destination_type` also shows.",
        noun="destination",
    )

    async def read(self, config: DestinationTypesModel, provider: ProviderData) -> DataResponse[DestinationTypesModel]:
        with provider.explaining("list the destination types"):
            cards = await provider.connect.destination_types.list()
        types: Entries[TypeDetails] = cards.each(lambda card: destination_type(card.type or "", card, listed=True))
        return _filtered(config, TypeSummary, types, "destination types")


def _filtered(config: F, summary: type[TypeSummary], types: Entries[TypeDetails], plural: str) -> DataResponse[F]:
    """Summaries of the types that pass every filter that is set, by name. A filter has the name of what it compares."""
    names = summary.__struct_fields__
    listed = sorted(
        (summary(**{name: getattr(each, name) for name in names}) for each in types.readable),
        key=lambda each: each.type,
    )
    filters = [name for name in config.__struct_fields__ if name in names]
    found = tuple(
        each for each in listed if all(getattr(config, name) in {None, getattr(each, name)} for name in filters)
    )
    changes: Mapping[str, Any] = {"types": found}
    return DataResponse(
        state=replace(config, **changes),
        diagnostics=(*left_out(plural, types.unreadable), *_check_state(config.pipeline_state, listed)),
    )


def source_type(name: str, card: ReportCard) -> SourceTypeModel:
    """The model of a source type: its report card, completed from the catalog."""
    known = catalog.source_type(name)
    details = card.details or Details()
    interval = details.default_scheduling_interval
    return SourceTypeModel(
        kind=known.kind if known else None,
        image_version=details.image_version,
        default_scheduling_interval=None if interval is None else _whole(interval),
        default_start_date=details.default_start_date,
        upgrade_available=card.upgrade_available.type if card.upgrade_available else None,
        **_shared(name, card, known),
    )


def destination_type(name: str, card: ReportCard, *, listed: bool) -> DestinationTypeModel:
    """The model of a destination type: its report card, completed from the catalog."""
    return DestinationTypeModel(listed=listed, **_shared(name, card, catalog.destination_type(name)))


def _shared(name: str, card: ReportCard, known: SourceType | DestinationType | None) -> dict[str, Any]:
    """The attributes that source and destination types share."""
    steps = tuple(step.type for step in card.steps)
    documented: Mapping[str, Property] = known.properties if known else {}
    details = card.details or Details()
    return {
        "type": name,
        "display_name": known.display_name if known else None,
        "documented": known is not None and known.documented,
        "oauth": "oauth" in steps,
        "access": details.access,
        "pipeline_state": details.pipeline_state,
        "pricing_tier": details.pricing_tier,
        "protocol": details.protocol,
        "steps": steps,
        "properties": {
            spec.name: _property(name, step.type, spec, documented.get(spec.name))
            for step in card.steps
            for spec in step.properties
        },
    }


def _property(type_name: str, step: str, spec: PropertySpec, documented: Property | None) -> PropertyModel:
    explanation = catalog.explanation(type_name, spec.name)
    schema = spec.json_schema if isinstance(spec.json_schema, Mapping) else None
    return PropertyModel(
        meaning=explanation.plain if explanation else None,
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


def _check_state(wanted: str | None, listed: Iterable[TypeSummary]) -> Iterator[Diagnostic]:
    """A warning where no type is in the wanted state, which may be misspelt. Stitch may add states: it is no error."""
    states = {each.pipeline_state for each in listed if each.pipeline_state is not None}
    if wanted is not None and wanted not in states:
        detail = f'No type that Stitch lists is in the state "{wanted}".{nearest(wanted, states)}'
        yield warning("Unknown pipeline state", detail, Path.of("pipeline_state"))


def _whole(number: float) -> int | Decimal:
    return int(number) if float(number).is_integer() else Decimal(str(number))
