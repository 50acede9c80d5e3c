"""The model of `stitch_stream_selection`, which is its schema."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stitch_provider.stitch.ids import StitchId, to_id
from stitch_provider.stitch.streams.settings import StreamSettings
from stitch_provider.stitch.timeouts import TIMEOUTS, Timeouts
from stitch_provider.terraform.schema.declaration import computed, required, schema_of
from stitch_provider.terraform.values.value import SetValue, Unknown

if TYPE_CHECKING:
    from stitch_provider.stitch.streams.selection import KnownStream


class SelectionModel(StreamSettings):
    """Configuration, plan or state of the selection of one stream."""

    id: str | Unknown | None = computed(
        "Import id of the selection: `source_id` and `stream` with a slash between them.", use_state_for_unknown=True
    )
    source_id: str | Unknown = required(
        "Id of the source, a string of digits.", requires_replace=True, validators=(StitchId(),)
    )
    stream: str | Unknown = required(
        "`tap_stream_id` of the stream: `<database>-<schema>-<table>` for PostgreSQL, `<database>-<table>` for "
        "MySQL, the plain name for most SaaS sources. The data source `stitch_streams` lists the streams of a source.",
        requires_replace=True,
    )
    timeouts: Timeouts | Unknown | None = TIMEOUTS
    stream_id: str | Unknown | None = computed(
        "Number of the stream in the Connect API, a string of digits.", use_state_for_unknown=True
    )
    stream_name: str | Unknown | None = computed(
        "Plain name of the table or object. Several streams of a source can have the same name.",
        use_state_for_unknown=True,
    )
    key_properties: tuple[str, ...] | Unknown | None = computed(
        "Fields that identify a row: the primary key, or a view's `view_key_properties`."
    )
    replicated_fields: SetValue | Unknown | None = computed(
        "Names of the fields that are replicated, including those that Stitch always replicates. Empty if the stream "
        "is not selected, null if `fields` is not set."
    )

    @property
    def settings(self) -> StreamSettings:
        """What the user sets about the stream."""
        return StreamSettings(**{name: getattr(self, name) for name in StreamSettings.__struct_fields__})


SCHEMA = schema_of(
    SelectionModel,
    "Selects one stream (a table or an object) of a source for replication, and its fields. Creating the resource "
    "waits until Stitch has discovered the stream, and destroying it deselects the stream. Use "
    "`stitch_stream_selections` for a source with many streams; the guide *Selecting streams and fields* explains how "
    "to rename the resource, and how to change between the two.",
)


def shown(known: KnownStream) -> dict[str, Any]:
    """The computed attributes of a stream that is discovered, but for the id."""
    return {
        "stream_id": to_id(known.stream.stream_id),
        "stream_name": known.stream.stream_name,
        "key_properties": known.key_properties,
        "replicated_fields": None if known.settings.fields is None else known.replicated_fields,
    }
