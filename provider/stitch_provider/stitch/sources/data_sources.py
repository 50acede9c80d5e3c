"""The data sources `stitch_source` and `stitch_sources`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from stitch_provider.connect import ConnectError, NotFoundError
from stitch_provider.stitch.attributes import fact
from stitch_provider.stitch.connections import viewing
from stitch_provider.stitch.connections.viewing import LastCheck
from stitch_provider.stitch.ids import StitchId, to_number
from stitch_provider.stitch.provider_data import ProviderData
from stitch_provider.stitch.refusals import absent, explain
from stitch_provider.terraform.diagnostics import Diagnostic, DiagnosticError
from stitch_provider.terraform.resource import DataResponse, DataSource
from stitch_provider.terraform.schema.attribute import Attribute, NestedAttributes, Schema
from stitch_provider.terraform.values.path import Path
from stitch_provider.terraform.values.types import BOOL, NUMBER, STRING, ListType
from stitch_provider.terraform.values.value import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from stitch_provider.connect import Connect, Source


class Timetable(Struct, frozen=True, kw_only=True):
    """When a source runs (reference 3.6)."""

    frequency_minutes: int | None
    cron: str | None
    next_fire_time: str | None


class Listed(Struct, frozen=True, kw_only=True):
    """A source as a list shows it."""

    id: str
    type: str
    display_name: str | None
    name: str | None
    schedule: Timetable | None
    paused: bool
    deleted_at: str | None
    effective_properties: Mapping[str, str]
    fully_configured: bool
    current_step: str | None
    missing_properties: tuple[str, ...]
    paused_at: str | None
    system_paused_at: str | None
    stitch_client_id: str | None
    created_at: str | None
    updated_at: str | None


class SourceView(Struct, frozen=True, kw_only=True):
    """`stitch_source`: one of id, display_name and name to look up, and what was found."""

    id: str | Unknown | None
    display_name: str | Unknown | None
    name: str | Unknown | None
    type: str | None = None
    schedule: Timetable | None = None
    paused: bool | None = None
    deleted_at: str | None = None
    effective_properties: Mapping[str, str] | None = None
    fully_configured: bool | None = None
    current_step: str | None = None
    missing_properties: tuple[str, ...] | None = None
    paused_at: str | None = None
    system_paused_at: str | None = None
    stitch_client_id: str | None = None
    created_at: str | None = None
    updated_at: str | None = None
    last_check: LastCheck | None = None


class SourcesView(Struct, frozen=True, kw_only=True):
    """`stitch_sources`: filters, and the sources that pass all of them."""

    type: str | Unknown | None
    display_name: str | Unknown | None
    name: str | Unknown | None
    paused: bool | Unknown | None
    include_deleted: bool | Unknown | None
    ids: tuple[str, ...] | None
    sources: tuple[Listed, ...] | None


_SCHEDULE = Attribute(
    type=NestedAttributes(
        attributes={
            "frequency_minutes": fact(NUMBER, "Starts every so many minutes; null where cron decides."),
            "cron": fact(STRING, "Quartz expression in UTC; null where the frequency decides."),
            "next_fire_time": fact(STRING, "When it starts next, in UTC."),
        }
    ),
    computed=True,
    description="When the source replicates; null where it does not: paused, deleted or not fully configured.",
)

_FACTS: Mapping[str, Attribute] = {
    "type": fact(STRING, "Type of the source, such as `platform.github`."),
    "schedule": _SCHEDULE,
    "paused": fact(BOOL, "Whether a user paused replication."),
    "deleted_at": fact(STRING, "When the source was deleted, in UTC; null where it was not."),
    **viewing.facts("source"),
}


class SourceDataSource(DataSource[SourceView, ProviderData]):
    """One source."""

    type_name = "stitch_source"
    model = SourceView
    schema = Schema(
        description="A source of the account, by exactly one of `id`, `display_name` and `name`.",
        attributes={
            "id": Attribute(
                type=STRING,
                optional=True,
                computed=True,
                validators=(StitchId(),),
                description="Id of the source, a string of digits. Exactly one of this, `display_name` and `name` "
                "must be set.",
            ),
            "display_name": Attribute(
                type=STRING,
                optional=True,
                computed=True,
                description="Name of the source in Stitch. Exactly one of this, `id` and `name` must be set.",
            ),
            "name": Attribute(
                type=STRING,
                optional=True,
                computed=True,
                description="Name of its schema in the destination. Exactly one of this, `id` and `display_name` must "
                "be set.",
            ),
            **_FACTS,
            "last_check": viewing.last_check_attribute("source"),
        },
    )

    def validate(self, config: SourceView) -> Iterable[Diagnostic]:
        """Exactly one way to look it up."""
        return viewing.one_key({"id": config.id, "display_name": config.display_name, "name": config.name})

    async def read(self, config: SourceView, provider: ProviderData) -> DataResponse[SourceView]:
        """Look it up and ask for its last check."""
        connect = provider.connect
        try:
            source = await _find(connect, config)
            check = await connect.sources.last_check(source.id)
        except NotFoundError as refusal:
            raise DiagnosticError(absent("source", config.id, Path.of("id"))) from refusal
        except ConnectError as refusal:
            raise DiagnosticError(explain(refusal, "read the source")) from refusal
        shown = listed(source)
        facts = {name: getattr(shown, name) for name in Listed.__struct_fields__}
        return DataResponse(state=SourceView(**facts, last_check=viewing.last_check(check)))


class SourcesDataSource(DataSource[SourcesView, ProviderData]):
    """All sources, or some of them."""

    type_name = "stitch_sources"
    model = SourcesView
    schema = Schema(
        description="The sources of the account, all or those that pass every filter that is set, in order of their "
        "ids.",
        attributes={
            "type": Attribute(type=STRING, optional=True, description="Only sources of this type. Default: any."),
            "display_name": Attribute(
                type=STRING, optional=True, description="Only sources with exactly this display name. Default: any."
            ),
            "name": Attribute(
                type=STRING, optional=True, description="Only sources with exactly this schema name. Default: any."
            ),
            "paused": Attribute(
                type=BOOL, optional=True, description="Only sources that are, or are not, paused. Default: both."
            ),
            "include_deleted": Attribute(
                type=BOOL,
                optional=True,
                description="Whether deleted sources, which Stitch keeps, are shown too. Default: `false`.",
            ),
            "ids": fact(ListType(STRING), "Ids of the sources found."),
            "sources": Attribute(
                type=NestedAttributes(
                    nesting="list",
                    attributes={
                        "id": fact(STRING, "Id of the source, a string of digits."),
                        "display_name": fact(STRING, "Name of the source in Stitch."),
                        "name": fact(STRING, "Name of its schema in the destination."),
                        **_FACTS,
                    },
                ),
                computed=True,
                description="The sources found.",
            ),
        },
    )

    async def read(self, config: SourcesView, provider: ProviderData) -> DataResponse[SourcesView]:
        """List and filter."""
        try:
            everything = await provider.connect.sources.list()
        except ConnectError as refusal:
            raise DiagnosticError(explain(refusal, "list the sources")) from refusal
        found = tuple(
            listed(source)
            for source in sorted(everything, key=lambda each: each.id)
            if (config.include_deleted is True or source.deleted_at is None)
            and config.type in {None, source.type}
            and config.display_name in {None, source.display_name}
            and config.name in {None, source.name}
            and config.paused in {None, source.paused_at is not None}
        )
        return DataResponse(state=replace(config, ids=tuple(each.id for each in found), sources=found))


def listed(source: Source) -> Listed:
    """What data sources show of a source."""
    return Listed(
        type=source.type,
        display_name=source.display_name,
        name=source.name,
        schedule=_timetable(source),
        paused=source.paused_at is not None,
        deleted_at=source.deleted_at,
        **viewing.shown(source),
    )


def _timetable(source: Source) -> Timetable | None:
    schedule = source.schedule
    if schedule is None:
        return None
    minutes = schedule.interval if schedule.cron_expression is None else None
    return Timetable(
        frequency_minutes=None if minutes is None else round(minutes),
        cron=schedule.cron_expression,
        next_fire_time=schedule.next_fire_time,
    )


async def _find(connect: Connect, config: SourceView) -> Source:
    if isinstance(config.id, str):
        return await connect.sources.get(to_number(config.id))
    alive = [source for source in await connect.sources.list() if source.deleted_at is None]
    if isinstance(config.name, str):
        return viewing.only("source", "name", config.name, alive, lambda each: each.name)
    return viewing.only("source", "display_name", str(config.display_name), alive, lambda each: each.display_name)
