"""The data sources `stitch_source` and `stitch_sources`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stitch_provider.stitch.collection import PluralDataSource
from stitch_provider.stitch.connections.data_sources import (
    LAST_CHECK,
    ConnectionDataSource,
    ConnectionDetails,
    LastCheck,
    details,
)
from stitch_provider.stitch.ids import StitchId
from stitch_provider.stitch.sources import destination
from stitch_provider.stitch.sources.collection import SOURCES, SourceFilter
from stitch_provider.terraform.schema.declaration import Model, computed, optional
from stitch_provider.terraform.schema.validators import ExactlyOneOf
from stitch_provider.terraform.values.value import SetValue, Unknown

if TYPE_CHECKING:
    from stitch_provider.connect import Source


class Timetable(Model):
    """When a source runs (reference 3.6)."""

    frequency_minutes: int | None = computed("Minutes between starts. Null if the schedule is a cron expression.")
    cron: str | None = computed("Quartz expression in UTC. Null if the schedule is a number of minutes.")
    next_fire_time: str | None = computed("When the source replicates next, in UTC.")


class SourceDetails(ConnectionDetails):
    """A source as `stitch_sources` shows it."""

    id: str | Unknown | None = computed("Id of the source, a string of digits.")
    display_name: str | Unknown | None = computed("Name of the source in Stitch.")
    name: str | Unknown | None = computed("Name of the schema of the source in the destination.")
    type: str | None = computed("Type of the source, such as `platform.github`.")
    destination_ids: SetValue | None = computed(
        "Ids of the destinations that the source loads into. Null if Stitch does not show them."
    )
    schedule: Timetable | None = computed(
        "When the source replicates. Null if it is paused, deleted or not fully configured."
    )
    paused: bool | None = computed("Whether a user paused replication.")
    deleted_at: str | None = computed("When the source was deleted, in UTC. Null if it is not deleted.")


class SourceView(SourceDetails, validators=(ExactlyOneOf(("id", "display_name", "name")),)):
    """`stitch_source`: what to look up, and what was found."""

    id: str | Unknown | None = optional(
        "Id of the source, a string of digits. Exactly one of `id`, `display_name` and `name` must be set.",
        computed=True,
        validators=(StitchId(),),
    )
    display_name: str | Unknown | None = optional(
        "Name of the source in Stitch. Exactly one of `id`, `display_name` and `name` must be set.", computed=True
    )
    name: str | Unknown | None = optional(
        "Name of the schema of the source in the destination. Exactly one of `id`, `display_name` and `name` must be "
        "set.",
        computed=True,
    )
    last_check: LastCheck | None = LAST_CHECK


class SourcesView(SourceFilter):
    """`stitch_sources`: filters, and the sources that pass all of them."""

    include_deleted: bool | Unknown | None = optional(
        "Whether to include deleted sources, which Stitch keeps. Default: `false`."
    )
    ids: tuple[str, ...] | None = computed("Ids of the sources found.")
    sources: tuple[SourceDetails, ...] | None = computed("The sources found.")

    @property
    def with_deleted(self) -> bool:
        """Whether deleted sources, which Stitch keeps, are listed too."""
        return self.include_deleted is True


def view(source: Source) -> SourceDetails:
    """What both data sources show of a source."""
    return SourceDetails(
        **details(source),
        type=source.type,
        display_name=source.display_name,
        name=source.name,
        destination_ids=destination.every(source),
        schedule=_timetable(source),
        paused=source.paused_at is not None,
        deleted_at=source.deleted_at,
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


SOURCE_DATA_SOURCE = ConnectionDataSource(
    "source",
    SOURCES,
    SourceView,
    "A source of the account, which is looked up by its `id`, `display_name` or `name`.",
    names=("display_name", "name"),
    view=view,
)
SOURCES_DATA_SOURCE = PluralDataSource(
    SOURCES,
    SourcesView,
    "The sources of the account that match all filters, sorted by id.",
    noun="source",
    attribute="sources",
    view=view,
)
