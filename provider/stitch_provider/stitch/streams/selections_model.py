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
        "`<database>-<table>` for MySQL, the plain name for most SaaS sources. `{}` selects a stream and leaves its "
        "other settings as they are in Stitch. The data source `stitch_streams` lists the streams of a source.",
        validators=(NoNulls(),),
    )
    unlisted_streams: str | Unknown = optional(
        "What to do with selected streams that are not in `streams`: `ignore` leaves them selected, `deselect` "
        "deselects them. With `deselect`, a stream that is later selected in Stitch is drift. Default: `ignore`.",
        default=IGNORE,
        validators=(OneOf((IGNORE, DESELECT)),),
    )
    timeouts: Timeouts | Unknown | None = TIMEOUTS
    stream_ids: Mapping[str, str | Unknown] | Unknown | None = computed(
        "Numbers of the streams in the Connect API, strings of digits, by `tap_stream_id`."
    )
    replicated_fields: Mapping[str, SetValue | Unknown] | Unknown | None = computed(
        "Names of the fields that are replicated, including those that Stitch always replicates, by `tap_stream_id`. "
        "Empty for a stream that is not selected. Streams without `fields` are left out."
    )


SCHEMA = schema_of(
    SelectionsModel,
    "Selects streams (tables or objects) of a source for replication, and their fields, with one read and one write "
    "for all of them. Creating the resource waits until Stitch has discovered the streams, and removing a stream "
    "from the map or destroying the resource deselects it. Do not manage a stream with both this resource and "
    "`stitch_stream_selection`; the guide *Selecting streams and fields* explains how to change between the two, and "
    "what happens to streams that an import finds.",
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
