"""The model of `stitch_stream_selections`, which is its schema."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from stitch_provider.stitch.ids import StitchId, to_id
from stitch_provider.stitch.streams.settings import StreamSettings
from stitch_provider.stitch.timeouts import TIMEOUTS, Timeouts
from stitch_provider.terraform.schema.declaration import Model, computed, optional, required, schema_of
from stitch_provider.terraform.schema.validators import NoNulls, OneOf
from stitch_provider.terraform.values.value import SetValue, Unknown

if TYPE_CHECKING:
    from stitch_provider.stitch.streams.selection import KnownStream

IGNORE = "ignore"
DESELECT = "deselect"


class SelectionsModel(Model):
    """Configuration, plan or state of the selections of a source; maps are by tap_stream_id."""

    id: str | Unknown | None = computed("The same as `source_id`.", use_state_for_unknown=True)
    source_id: str | Unknown = required(
        "Id of the source, a string of digits.", requires_replace=True, validators=(StitchId(),)
    )
    streams: Mapping[str, StreamSettings | Unknown] | Unknown = required(
        "Settings of the streams by `tap_stream_id`: `<database>-<schema>-<table>` for PostgreSQL, "
        "`<database>-<table>` for MySQL, the bare name for most SaaS sources. `{}` selects a stream and leaves the "
        "rest as it is in Stitch. The data source `stitch_streams` lists the streams of a source.",
        validators=(NoNulls(),),
    )
    unlisted_streams: str | Unknown = optional(
        "What happens to selected streams that are not in `streams`: `ignore` leaves them selected, `deselect` "
        "deselects them. With `deselect`, a stream that is selected in Stitch later shows as drift. Default: `ignore`.",
        default=IGNORE,
        validators=(OneOf((IGNORE, DESELECT)),),
    )
    timeouts: Timeouts | Unknown | None = TIMEOUTS
    stream_ids: Mapping[str, str | Unknown] | Unknown | None = computed(
        "Numbers of the streams in the Connect API, strings of digits, by `tap_stream_id`."
    )
    replicated_fields: Mapping[str, SetValue | Unknown] | Unknown | None = computed(
        "Names of the fields that replicate, those that Stitch always replicates included, by `tap_stream_id`. Empty "
        "for a stream that is not selected. Streams whose `fields` are not set are left out."
    )


SCHEMA = schema_of(
    SelectionsModel,
    "Selects streams (tables or objects) of a source for replication, and their fields, with one read and one write "
    "for all of them. Creating it waits until Stitch has discovered the streams; removing a stream from the map or "
    "destroying the resource deselects them. Use either this or `stitch_stream_selection` for a stream, not both.",
)


def shown(known: Mapping[str, KnownStream]) -> dict[str, Mapping[str, Any]]:
    """The attributes that are maps, of streams that are discovered."""
    return {
        "streams": {name: each.settings for name, each in known.items()},
        "stream_ids": {name: to_id(each.stream.stream_id) for name, each in known.items()},
        "replicated_fields": {
            name: each.replicated_fields for name, each in known.items() if each.settings.fields is not None
        },
    }
